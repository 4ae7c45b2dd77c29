// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

#include "actors/control/api_error.hpp"
#include "actors/phone/info.hpp"

namespace offhook::control {

/// What became of an order: the call as it is now, the digits sent, the SIP response, the features,
/// the conference, the pages, the call log or the contact after it, nothing to say, or why not.
using OrderResult = std::variant<std::monostate, phone::CallInfo, std::string, phone::SipResult,
                                 phone::FeaturesInfo, phone::ConferenceInfo, phone::PagingInfo,
                                 phone::CallLogStatus, phone::ContactInfo, ApiError>;

}  // namespace offhook::control

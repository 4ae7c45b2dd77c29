// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "actors/phone/messages.hpp"

namespace offhook::sim::record {

/// Every order that changes a phone; questions change nothing and are not written down. The place
/// in this list is its number in the file: add at the end.
using AnyOrder =
    std::variant<phone::DialOrder, phone::AnswerOrder, phone::RejectOrder, phone::DeflectOrder,
                 phone::HangupOrder, phone::HoldOrder, phone::ResumeOrder, phone::TransferOrder,
                 phone::DecideTransferOrder, phone::SendDtmfOrder, phone::SendMessageOrder,
                 phone::JoinOrder, phone::EndConferenceOrder, phone::SetForwardOrder,
                 phone::SetDoNotDisturbOrder, phone::InjectHook, phone::InjectKey, phone::ShutDown,
                 phone::PageOrder, phone::EndPageOrder, phone::ChangeCallLog, phone::PutContact,
                 phone::RemoveContact, phone::SetPrivacyOrder>;

[[nodiscard]] std::string pack_order(AnyOrder order);
[[nodiscard]] std::optional<AnyOrder> unpack_order(std::string_view packed);

}  // namespace offhook::sim::record

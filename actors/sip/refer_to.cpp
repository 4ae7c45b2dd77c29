// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/refer_to.hpp"

#include "actors/sip/grammar.hpp"

namespace offhook::sip {

absl::StatusOr<ReferTo> parse_refer_to(std::string_view text) {
  auto address = parse_name_addr(text);
  if (!address.ok()) return address.status();
  ReferTo refer_to;
  auto replaces = replaces_of(address->uri);
  if (!replaces.ok()) return replaces.status();
  refer_to.replaces = *std::move(replaces);
  if (const auto method = address->uri.param("method")) {
    refer_to.method = parse_method(unescape(*method));
    if (refer_to.method == Method::other)
      return absl::UnimplementedError("Refer-To asks for an unknown method");
  }
  remove_param(address->uri.params, "method");
  address->uri.headers.clear();
  refer_to.display_name = std::move(address->display_name);
  refer_to.target = std::move(address->uri);
  return refer_to;
}

std::string to_string(const ReferTo& refer_to) {
  NameAddr address{refer_to.display_name, refer_to.target, {}};
  if (refer_to.method != Method::invite)
    set_param(address.uri.params, "method", to_string(refer_to.method));
  if (refer_to.replaces) set_replaces(address.uri, *refer_to.replaces);
  return to_string(address);
}

absl::StatusOr<ReferTo> refer_to_of(const Message& request) {
  if (request.headers(HeaderId::refer_to).size() != 1)
    return invalid_argument("a REFER needs exactly one Refer-To");
  return parse_refer_to(*request.header(HeaderId::refer_to));
}

absl::StatusOr<ReferredBy> parse_referred_by(std::string_view text) {
  auto address = parse_name_addr(text);
  if (!address.ok()) return address.status();
  ReferredBy referred_by;
  referred_by.cid = unquote(address->param("cid").value_or(""));
  remove_param(address->params, "cid");
  referred_by.referrer = *std::move(address);
  return referred_by;
}

std::string to_string(const ReferredBy& referred_by) {
  NameAddr address = referred_by.referrer;
  if (!referred_by.cid.empty()) set_param(address.params, "cid", quote(referred_by.cid));
  return to_string(address);
}

bool parse_refer_sub(std::string_view text) {
  return !grammar::equal_ignoring_case(split_params(text).value, "false");
}

}  // namespace offhook::sip

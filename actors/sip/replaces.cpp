// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/replaces.hpp"

#include <algorithm>

#include "actors/sip/grammar.hpp"

namespace offhook::sip {
namespace {

absl::Status malformed() { return invalid_argument("Replaces is malformed"); }

bool same_tag(std::string_view named, std::string_view tag) {
  return named == tag || (named == "0" && tag.empty());
}

/// False if it is there already or is no token.
bool take_tag(std::string_view value, std::string& tag) {
  if (!tag.empty() || !grammar::all_are(value, grammar::token)) return false;
  tag = value;
  return true;
}

}  // namespace

absl::StatusOr<Replaces> parse_replaces(std::string_view text) {
  // Not `split_params`: quotes and brackets in a Call-ID are octets like any other.
  std::string_view rest = text.substr(std::min(text.find(';'), text.size()));
  const std::string_view call_id = grammar::trim(text.substr(0, text.size() - rest.size()));
  if (!grammar::all_are(call_id, grammar::word)) return malformed();
  Replaces replaces;
  replaces.call_id = call_id;
  grammar::Param param;
  grammar::Step step;
  while ((step = grammar::next_param(rest, param)) == grammar::Step::param) {
    if (grammar::equal_ignoring_case(param.name, "early-only"))
      replaces.early_only = true;
    else if (grammar::equal_ignoring_case(param.name, "to-tag")) {
      if (!take_tag(param.value, replaces.to_tag)) return malformed();
    } else if (grammar::equal_ignoring_case(param.name, "from-tag")) {
      if (!take_tag(param.value, replaces.from_tag)) return malformed();
    }
  }
  if (step == grammar::Step::bad || replaces.to_tag.empty() || replaces.from_tag.empty())
    return malformed();
  return replaces;
}

std::string to_string(const Replaces& replaces) {
  return replaces.call_id + ";to-tag=" + replaces.to_tag + ";from-tag=" + replaces.from_tag +
         (replaces.early_only ? ";early-only" : "");
}

absl::StatusOr<std::optional<Replaces>> replaces_of(const Message& request) {
  if (!request.has(HeaderId::replaces)) return std::nullopt;
  if (request.method() != Method::invite || request.headers(HeaderId::replaces).size() > 1)
    return invalid_argument("Replaces is repeated, or not in an INVITE");
  auto replaces = parse_replaces(*request.header(HeaderId::replaces));
  if (!replaces.ok()) return replaces.status();
  return *std::move(replaces);
}

bool names(const Replaces& replaces, const DialogTags& dialog) {
  return replaces.call_id == dialog.call_id && same_tag(replaces.to_tag, dialog.local_tag) &&
         same_tag(replaces.from_tag, dialog.remote_tag);
}

void set_replaces(Uri& uri, const Replaces& replaces) {
  set_param(uri.headers, "Replaces", escape_header(to_string(replaces)));
}

absl::StatusOr<std::optional<Replaces>> replaces_of(const Uri& uri) {
  std::optional<Replaces> found;
  for (const auto& [name, value] : uri.headers) {
    if (!grammar::equal_ignoring_case(unescape(name), "Replaces")) continue;
    auto replaces = parse_replaces(unescape(value));
    if (!replaces.ok()) return replaces.status();
    if (found) return invalid_argument("Replaces is repeated");
    found = *std::move(replaces);
  }
  return found;
}

}  // namespace offhook::sip

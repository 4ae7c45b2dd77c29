// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/dialog_info_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "actors/subscription/xml_document.hpp"

namespace offhook::subscription {
namespace {

constexpr auto state_names =
    std::to_array<std::string_view>({"trying", "proceeding", "early", "confirmed", "terminated"});

std::optional<DialogState> state_named(std::string_view name) {
  const auto found = std::find(state_names.begin(), state_names.end(), name);
  if (found == state_names.end()) return std::nullopt;
  return static_cast<DialogState>(found - state_names.begin());
}

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// §4.1.6.2: `<param pname="+sip.rendering" pvalue="no"/>`; some write pval, or leave out the plus.
bool says_no_rendering(const pugi::xml_node& target) {
  for (const auto& param : target.children()) {
    const auto name = attribute(param, "pname");
    if (name != "+sip.rendering" && name != "sip.rendering") continue;
    const auto value = attribute(param, "pvalue");
    return (value.empty() ? attribute(param, "pval") : value) == "no";
  }
  return false;
}

std::optional<WatchedDialog> read_dialog(const pugi::xml_node& node) {
  WatchedDialog dialog;
  const auto state = state_named(text_of(child(node, "state")));
  dialog.id = attribute(node, "id");
  if (!state || dialog.id.empty()) return std::nullopt;
  dialog.state = *state;
  dialog.call_id = attribute(node, "call-id");
  dialog.local_tag = attribute(node, "local-tag");
  dialog.remote_tag = attribute(node, "remote-tag");
  const auto direction = attribute(node, "direction");
  if (direction == "initiator" || direction == "recipient")
    dialog.is_initiator = direction == "initiator";
  const auto local = child(node, "local"), remote = child(node, "remote");
  dialog.local_uri = text_of(child(local, "identity"));
  dialog.renders = !says_no_rendering(child(local, "target"));
  dialog.remote_uri = text_of(child(remote, "identity"));
  dialog.remote_display = attribute(child(remote, "identity"), "display");
  dialog.remote_target = attribute(child(remote, "target"), "uri");
  dialog.is_exclusive = text_of(child(node, "exclusive")) == "true";
  dialog.appearance = number(text_of(child(node, "appearance")));
  return dialog;
}

}  // namespace

std::string_view to_string(DialogState state) {
  return state_names.at(static_cast<std::size_t>(state));
}

absl::StatusOr<DialogInfo> parse_dialog_info(std::string_view body) {
  pugi::xml_document document;
  if (auto status = read_xml(body, document); !status.ok()) return status;
  const auto root = document.document_element();
  if (local_name(root) != "dialog-info") return invalid_argument("no <dialog-info>");
  DialogInfo info;
  const auto version = number(attribute(root, "version"));
  const auto state = attribute(root, "state");
  if (!version) return invalid_argument("<dialog-info> without a version");  // §4.1: mandatory
  if (state != "full" && state != "partial")
    return invalid_argument("<dialog-info> is neither full nor partial");
  info.version = *version;
  info.is_full = state == "full";
  info.entity = attribute(root, "entity");
  for (const auto& node : root.children()) {
    if (local_name(node) != "dialog") continue;
    if (info.dialogs.size() == most_watched_dialogs) break;
    if (auto dialog = read_dialog(node)) info.dialogs.push_back(*std::move(dialog));
  }
  return info;
}

}  // namespace offhook::subscription

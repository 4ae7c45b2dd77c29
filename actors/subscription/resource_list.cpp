// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/resource_list.hpp"

#include <algorithm>
#include <charconv>

#include "actors/sip/multipart.hpp"
#include "actors/subscription/dialog_info.hpp"
#include "actors/subscription/xml_document.hpp"

namespace offhook::subscription {
namespace {

using Outcome = WatchedDialogs::Outcome;

/// A Content-ID is in angle brackets, a cid is not (RFC 2392).
std::string_view without_brackets(std::string_view id) {
  if (id.size() >= 2 && id.front() == '<' && id.back() == '>') return id.substr(1, id.size() - 2);
  return id;
}

std::optional<DialogInfo> document_of(const std::vector<sip::BodyPart>& parts,
                                      std::string_view cid) {
  for (const auto& part : parts) {
    if (cid.empty() || without_brackets(part.header("Content-ID").value_or("")) != cid) continue;
    auto info = parse_dialog_info(part.body);
    return info.ok() ? std::optional(*std::move(info)) : std::nullopt;
  }
  return std::nullopt;
}

/// §5.4: of several instances the one that is active is told.
ListedResource read_resource(const pugi::xml_node& node, const std::vector<sip::BodyPart>& parts) {
  ListedResource resource;
  resource.uri = attribute(node, "uri");
  resource.name = text_of(child(node, "name"));
  for (const auto& instance : node.children()) {
    if (local_name(instance) != "instance") continue;
    resource.is_over = attribute(instance, "state") == "terminated";
    auto document = document_of(parts, attribute(instance, "cid"));
    if (document) resource.document = std::move(document);
    if (!resource.is_over) break;
  }
  return resource;
}

absl::StatusOr<ListNotification> read_list(std::string_view root_text,
                                           const std::vector<sip::BodyPart>& parts) {
  pugi::xml_document document;
  if (auto status = read_xml(root_text, document); !status.ok()) return status;
  const auto root = document.document_element();
  if (local_name(root) != "list") return invalid_argument("no <list>");
  ListNotification news;
  const auto version = attribute(root, "version");
  const auto* end = version.data() + version.size();
  const auto [stop, error] = std::from_chars(version.data(), end, news.version);
  if (version.empty() || error != std::errc{} || stop != end)
    return invalid_argument("<list> without a version");
  news.is_full = attribute(root, "fullState") == "true";
  for (const auto& node : root.children()) {
    if (local_name(node) != "resource") continue;
    if (news.resources.size() == most_listed) break;
    auto resource = read_resource(node, parts);
    if (!resource.uri.empty()) news.resources.push_back(std::move(resource));
  }
  return news;
}

}  // namespace

absl::StatusOr<ListNotification> parse_list_notification(std::string_view content_type,
                                                         std::string_view body) {
  if (!sip::is_multipart(content_type)) return read_list(body, {});
  const auto parts = sip::parse_multipart(content_type, body);
  if (!parts.ok()) return parts.status();
  const auto root = std::find_if(parts->begin(), parts->end(),
                                 [](const auto& part) { return part.is(resource_list_type); });
  if (root == parts->end()) return invalid_argument("no application/rlmi+xml");
  return read_list(root->body, *parts);
}

WatchedList::Member* WatchedList::find(std::string_view uri) {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [&](const auto& each) { return each.uri == uri; });
  return found == members_.end() ? nullptr : &*found;
}

/// §5.2: the count of lists goes as that of dialogs does.
Outcome WatchedList::apply(const ListNotification& news) {
  const auto before = version_;
  if (before && (news.version < *before || (news.version == *before && !news.is_full)))
    return Outcome::stale;
  version_ = news.version;
  if (news.is_full)  // who is not named any more has left the list
    std::erase_if(members_, [&](const Member& member) {
      return std::none_of(news.resources.begin(), news.resources.end(),
                          [&](const auto& each) { return each.uri == member.uri; });
    });
  bool missed = !news.is_full && (!before || news.version > *before + 1);
  for (const auto& resource : news.resources) missed = put(resource) == Outcome::gap || missed;
  return missed ? Outcome::gap : Outcome::applied;
}

Outcome WatchedList::put(const ListedResource& resource) {
  auto* member = find(resource.uri);
  if (member == nullptr) {
    if (members_.size() >= most_listed) return Outcome::applied;
    members_.push_back({resource.uri, {}, {}});
    member = &members_.back();
  }
  if (!resource.name.empty()) member->name = resource.name;
  if (resource.is_over) member->dialogs.lose();
  return resource.document ? member->dialogs.apply(*resource.document) : Outcome::applied;
}

void WatchedList::begin() {
  version_.reset();
  for (auto& member : members_) member.dialogs.begin();
}

void WatchedList::lose() {
  version_.reset();
  for (auto& member : members_) member.dialogs.lose();
}

}  // namespace offhook::subscription

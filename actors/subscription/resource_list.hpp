// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/subscription/watched_dialogs.hpp"

namespace offhook::subscription {

inline constexpr std::string_view resource_list_type = "application/rlmi+xml";
inline constexpr std::string_view list_notification_type = "multipart/related";
/// Further members of a list are left out.
inline constexpr std::size_t most_listed = 256;

/// One of a list, RFC 4662 §5.3.
struct ListedResource {
  std::string uri;
  std::string name;
  bool is_over = false;                  ///< its subscription is terminated: nobody tells any more
  std::optional<DialogInfo> document{};  ///< that came with this notification
};

/// What one NOTIFY tells of a list, RFC 4662 §5.
struct ListNotification {
  std::uint32_t version = 0;
  bool is_full = false;  ///< names every resource; else those that are another now
  std::vector<ListedResource> resources;
};

/// The root of a multipart/related body names the resources, further parts hold their documents; a
/// document that cannot be read is as none. InvalidArgument without a readable root.
[[nodiscard]] absl::StatusOr<ListNotification> parse_list_notification(
    std::string_view content_type, std::string_view body);

/// The members of a list and what each of them does.
class WatchedList {
 public:
  struct Member {
    std::string uri, name;
    WatchedDialogs dialogs;
  };
  WatchedDialogs::Outcome apply(const ListNotification& news);
  /// As in WatchedDialogs.
  void begin();
  void lose();
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }

 private:
  Member* find(std::string_view uri);
  WatchedDialogs::Outcome put(const ListedResource& resource);

  std::optional<std::uint32_t> version_;
  std::vector<Member> members_;
};

}  // namespace offhook::subscription

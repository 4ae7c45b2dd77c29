// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/transport/network.hpp"

namespace offhook::transaction {

/// What was learnt about hops where a name leads to several (RFC 3263 §4.3): which failed lately,
/// and which one a conversation goes to. Bounded; forgetting costs one more try.
class HopBook {
 public:
  static constexpr std::size_t most_bad = 256;
  static constexpr std::size_t most_kept = 2048;  ///< conversations, twice that at most
  /// How long a hop that failed stands behind the others: twice as long at each failure in a row.
  static constexpr Instant bad_for = 30s;
  static constexpr Instant bad_for_at_most = 300s;
  /// A server may ask for more (Retry-After of its 503), but not for ever.
  static constexpr Instant retry_after_at_most = 1h;
  /// Requests outside a dialog keep their hop as long as a transaction lasts, so that credentials
  /// reach the server that asked for them.
  static constexpr Instant kept_for = 32s;

  /// A conversation is a Call-ID and the name that its request goes to.
  struct Conversation {
    std::string key;
    bool in_dialog = false;  ///< such requests keep their hop as long as it works
  };
  [[nodiscard]] static Conversation conversation(std::string_view call_id, std::string_view target,
                                                 bool in_dialog);

  void failed(const transport::Hop& hop, Instant now,
              std::optional<std::chrono::seconds> retry_after = {});
  void worked(const transport::Hop& hop, const Conversation& conversation, Instant now);
  [[nodiscard]] bool is_bad(const transport::Hop& hop, Instant now) const;

  /// The hop of the conversation first, then the others as they came, the bad ones last.
  [[nodiscard]] std::vector<transport::Hop> order(std::vector<transport::Hop> hops,
                                                  const Conversation& conversation,
                                                  Instant now) const;

 private:
  struct Bad {
    Instant until{};
    Instant span{};
  };
  struct Kept {
    transport::Hop hop;
    Instant at{};
  };
  using Key = std::tuple<transport::Protocol, Endpoint, std::string>;
  static Key key_of(const transport::Hop& hop) { return {hop.protocol, hop.remote, hop.domain}; }
  [[nodiscard]] const Kept* kept(const std::string& key) const;

  std::map<Key, Bad> bad_;
  std::unordered_map<std::string, Kept> kept_, kept_before_;  ///< found by key, never walked
};

}  // namespace offhook::transaction

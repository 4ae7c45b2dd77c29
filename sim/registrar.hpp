// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/random_source.hpp"
#include "actors/sip/message.hpp"
#include "sim/digest_guard.hpp"

namespace offhook::sim {

/// Where a user can be reached until `expires` (RFC 3261 §10).
struct Binding {
  sip::Uri contact;
  int q = 1000;  ///< thousandths
  Instant expires{};
  std::string call_id;
  std::uint32_t cseq = 0;
};

/// The location service: by user, newest last.
using Bindings = std::map<std::string, std::vector<Binding>, std::less<>>;

/// A registrar and its location service (RFC 3261 §10.3). Pure: a request in, the response out.
class Registrar {
 public:
  struct Options {
    std::string domain = "sim.test";  ///< what it is the registrar of
    bool challenge = true;
    std::chrono::seconds min_expires{60};  ///< less is answered 423
    std::chrono::seconds default_expires{3600};
    std::chrono::seconds max_expires{7200};  ///< more is granted as this
    std::size_t max_bindings = 16;           ///< of one user; more is answered 403
    /// A location service that outlives the registrar, as one on a disk; null: its own.
    std::shared_ptr<Bindings> stored{};
  };

  /// `guard` knows the users; it and `random` (To tags) are borrowed.
  Registrar(Options options, DigestGuard& guard, RandomSource& random);

  /// Answers one REGISTER; either all of it takes effect or nothing. Null if no valid response can
  /// be made of it (a message at the size limit).
  [[nodiscard]] sip::MessagePtr answer(const sip::Message& request, Instant now);

  /// Bindings of `user` that hold at `now`, highest q first, then newest first.
  [[nodiscard]] std::vector<Binding> bindings(std::string_view user, Instant now) const;
  [[nodiscard]] bool knows(std::string_view user) const;
  [[nodiscard]] const Users& users() const { return guard_.users(); }

 private:
  struct Refusal;
  [[nodiscard]] sip::MessagePtr refuse(const sip::Message& request, const Refusal& why);
  [[nodiscard]] sip::MessagePtr challenge(const sip::Message& request, Instant now, bool stale);
  [[nodiscard]] sip::MessagePtr update(const sip::Message& request, const std::string& user,
                                       Instant now);
  [[nodiscard]] sip::MessagePtr list(const sip::Message& request, const std::string& user,
                                     Instant now);

  Options options_;
  DigestGuard& guard_;
  RandomSource& random_;
  std::shared_ptr<Bindings> bindings_;
};

}  // namespace offhook::sim

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace offhook::cli {

/// Lines for people on stderr, written together in quiet moments: a busy phone has four of them a
/// call. Nothing of it is lost in a crash. One thread; one journal at a time.
class Journal {
 public:
  /// Beyond that it is written at once.
  static constexpr std::size_t most_octets = 16 * 1024;

  Journal();
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void add(std::string_view line);
  void flush();

 private:
  std::string waiting_;
};

}  // namespace offhook::cli

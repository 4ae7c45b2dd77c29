// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "actors/phone/info.hpp"

namespace offhook::sim {

/// A phone as a program at its control API knows it: built from events alone, so whatever a script
/// waits for is what any client could have seen.
class PhoneView {
 public:
  struct Call {
    std::string state;  ///< the API's call states; "ended" stays until the next call
    std::string direction;
    std::string remote_uri;
    std::string diverted_by;  ///< who sent the caller on, a URI; else empty
    std::string end_cause;
    phone::CallQuality quality;
  };

  /// Takes the params of one event.
  void apply(const boost::json::object& event);

  [[nodiscard]] bool registered() const { return registration_ == "registered"; }
  [[nodiscard]] const std::string& registration() const { return registration_; }
  [[nodiscard]] const std::string& tone() const { return tone_; }
  /// The short tone that was played last: "hold", "auto_answer"; "" before the first.
  [[nodiscard]] const std::string& beep() const { return beep_; }
  /// Where sound goes: none, handset, headset, speaker.
  [[nodiscard]] const std::string& route() const { return route_; }
  [[nodiscard]] bool ringing() const { return ringing_; }
  [[nodiscard]] bool off_hook() const { return off_hook_; }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
  /// "green fast_flash", or "off".
  [[nodiscard]] std::string led(const std::string& led_id) const;
  [[nodiscard]] const std::vector<std::string>& soft_keys() const { return soft_keys_; }
  /// Where the account is registered.
  [[nodiscard]] const std::string& server() const { return server_; }
  [[nodiscard]] std::uint32_t new_messages() const { return new_messages_; }
  /// The number-th call since the start, from 1; null if there was none.
  [[nodiscard]] const Call* call(std::size_t number) const;
  [[nodiscard]] const std::string& call_id(std::size_t number) const {
    return call_order_.at(number - 1);
  }
  [[nodiscard]] std::size_t call_count() const { return call_order_.size(); }
  /// The call that ended last; null before the first.
  [[nodiscard]] const Call* last_ended() const;
  /// The call heard of last; null before the first.
  [[nodiscard]] const Call* call() const;
  /// Its state, "" before the first.
  [[nodiscard]] std::string_view call_state() const;
  /// Of every call it has told of, in the order of their ids.
  [[nodiscard]] std::vector<std::string> call_states() const;
  [[nodiscard]] const std::string& call_id() const { return last_call_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
  [[nodiscard]] const std::string& digits_received() const { return digits_; }
  /// How often call.media_timeout was told.
  [[nodiscard]] std::size_t silent_calls() const { return silent_calls_; }

 private:
  void apply_call(const boost::json::object& event, std::string_view type);

  std::string registration_ = "unregistered", server_;
  std::string tone_ = "none";
  std::string beep_;
  std::string route_ = "none";
  bool ringing_ = false, off_hook_ = false;
  std::vector<std::string> lines_, soft_keys_, call_order_;
  std::map<std::string, phone::LedInfo> leds_;
  std::map<std::string, Call> calls_;
  std::string last_call_, last_ended_, digits_;
  std::vector<std::string> warnings_;
  std::size_t silent_calls_ = 0;
  std::uint32_t new_messages_ = 0;
};

}  // namespace offhook::sim

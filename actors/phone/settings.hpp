// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"
#include "actors/call/referral.hpp"
#include "actors/device/led_policy.hpp"
#include "actors/phone/auto_redial.hpp"
#include "actors/phone/caller.hpp"
#include "actors/phone/desk_rules.hpp"
#include "actors/phone/feature_codes.hpp"
#include "actors/phone/features.hpp"
#include "actors/phone/settings_directory.hpp"
#include "actors/phone/settings_memory.hpp"
#include "actors/phone/sound_settings.hpp"
#include "actors/sip/account.hpp"
#include "actors/transaction/timer_values.hpp"
#include "actors/transport/dns.hpp"
#include "actors/transport/listen_plan.hpp"
#include "media/packet_port.hpp"
#include "media/tone_set.hpp"

namespace offhook::phone {

/// What the person's mouth says on a phone without a sound card.
struct AudioSettings {
  std::string source =
      "silence";       ///< silence, echo, clip:alice, clip:bob, or a WAV file (8 kHz mono)
  std::string record;  ///< WAV file for what is heard; "" records nothing
};

struct ApiSettings {
  std::optional<Endpoint> listen;  ///< nullopt serves no API
  std::string token;               ///< "" makes a random one at each start
  std::string token_file;  ///< where the token in use is written, readable by the user alone
};

struct DnsSettings {
  std::vector<Endpoint> servers;  ///< empty asks those of the system
  /// Used when no server answers, or before asking.
  std::vector<transport::DnsRecord> records;
  bool prefer_records = false;
};

/// Whose REFERs outside of a call have the phone place one: `servers` are those that we register
/// with and `trusted_servers`, and whomever they let through.
enum class ReferFrom : std::uint8_t { nobody, servers };

/// Calls that a server has the phone answer by itself.
struct IntercomSettings {
  bool mute = false;  ///< the microphone is off until somebody switches it on
  bool tone = true;   ///< a tone before it, for whoever sits there
  bool barge =
      false;  ///< also while somebody talks: that call is held; else it waits like any other
};

/// All that a phone is told once, at its start.
struct PhoneSettings {
  std::string phone_id = "phone";
  media::ToneSet tones;  ///< by country, and those of one's own
  transport::ListenPlan listen;
  transport::TlsSettings tls;
  transport::WebSocketSettings web_socket;
  std::vector<sip::Account> accounts;  ///< the first is the one without a key of its own
  std::vector<std::string> codecs{"PCMU", "PCMA"};
  media::PortRange rtp_ports;                            ///< not given: the system chooses
  std::optional<std::chrono::milliseconds> auto_answer;  ///< nullopt rings
  /// Calls to a user that is none of our accounts' get 404; else they ring at the first account, as
  /// calls to the bare address of a phone do.
  bool own_users_only = false;
  bool direct_ip_calls = true;  ///< "192*0*2*7" is an address
  DeskRules desk;               ///< keys, dial plan, transfer, conference
  Features features;            ///< as they are at the start
  FeatureCodes codes;           ///< that tell a server of them
  AutoRedialRules auto_redial;
  call::TransferPolicy transfers = call::TransferPolicy::accept;  ///< REFERs inside a call
  ReferFrom refer_from = ReferFrom::nobody;                       ///< and outside of one
  bool may_be_replaced = true;  ///< INVITEs with Replaces; false: 403
  /// Attended transfer sends the peer to the Contact of the one consulted (RFC 5589 §7.3); true: to
  /// its address of record.
  bool refer_to_address = false;
  /// Calls at one time. A phone that answers by itself takes many unless told otherwise.
  std::size_t max_calls = 2;
  /// Who may call: anyone who finds the address, or only by way of the servers that we register
  /// with and `trusted_servers`. These also may make the phone answer by itself.
  bool servers_only = false;
  std::vector<IpAddress> trusted_servers;
  /// New requests a second from one source that is no server; more get 503, then silence.
  std::uint32_t source_rate = 20'000;
  /// Where the name of a caller comes from, the best first.
  std::vector<CallerSource> caller_sources{usual_caller_sources.begin(),
                                           usual_caller_sources.end()};
  bool auto_answer_headers = true;  ///< servers may have the phone answer by itself
  IntercomSettings intercom;
  bool auto_answer_tone =
      false;               ///< a tone before the phone answers by itself, for whoever is there
  bool digit_tone = true;  ///< a key pressed in a call is heard here too
  std::chrono::milliseconds jitter{40};           ///< that sound waits for late packets
  std::chrono::milliseconds longest_jitter{200};  ///< that it may come to wait
  HoldSettings hold;
  RingSettings ring;
  PagingSettings paging;
  /// NOTIFYs of our servers that nobody subscribed to.
  bool mwi_unsolicited = false;
  bool check_sync = false;
  bool dialog_events = false;  ///< our servers may watch our calls (RFC 4235)
  /// A call that should bring sound and brings none is ended; 0 waits for ever.
  std::chrono::milliseconds media_timeout{120'000};
  std::string board = "sim";
  AudioSettings audio;
  ApiSettings api;
  DnsSettings dns;
  transaction::TimerValues timers;  ///< T1, T2, T4
  MemorySettings memory;
  DirectorySettings directory;
  device::PowerLedSettings power_led;  ///< what it tells of
  LockSettings lock;
  bool missed_popup = true;  ///< the idle page tells who called
};

/// Reads phone.toml. `file` names it in errors: InvalidArgument "phone.toml:3:1: unknown key …".
/// Every key is checked: a misspelt one is an error, never silently ignored. `machine` tells this
/// machine from others: an instance id that the file does not give is derived from it.
[[nodiscard]] absl::StatusOr<PhoneSettings> parse_settings(std::string_view toml,
                                                           const std::string& file,
                                                           const std::string& machine = "");

/// The same from a file, on the machine of /etc/machine-id; NotFound when it cannot be read.
[[nodiscard]] absl::StatusOr<PhoneSettings> load_settings(const std::string& path);

}  // namespace offhook::phone

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"

namespace offhook::dialog {

/// RFC 3261 §12: what names a dialog at our end.
struct DialogId {
  std::string call_id;
  std::string local_tag;
  std::string remote_tag;  ///< empty for a peer of RFC 2543
  friend auto operator<=>(const DialogId&, const DialogId&) = default;
};

/// There is no third state: a dialog that has ended is gone.
enum class DialogState : std::uint8_t { early, confirmed };

/// How a request in the dialog stands to those before it (§12.2.2).
enum class RequestOrder : std::uint8_t {
  in_order,
  out_of_order,  ///< CSeq not above the last one: answer 500
  other_dialog,  ///< tags or Call-ID do not match: answer 481
};

/// One dialog, RFC 3261 §12: everything needed to write the next request and to judge the next one
/// that comes in. A value; no timers, no network.
class Dialog {
 public:
  /// As user agent client (§12.1.2): `response` is a 101-299 to our `request`. Confirmed by a 2xx.
  /// A peer that leaves out its Contact is reached at the Request-URI.
  static Dialog of_client(const sip::Message& request, const sip::Message& response);

  /// The same with nothing left of our request but what its 2xx copies; without a Contact the peer
  /// is reached where To says. Its own CSeq numbers may have gone on: the next one leaps over them.
  static Dialog of_late_answer(const sip::Message& success);

  /// As user agent server (§12.1.1), early until `confirm`. InvalidArgument without a usable
  /// Contact, the remote target: answer 400.
  static absl::StatusOr<Dialog> of_server(const sip::Message& request, std::string_view local_tag);

  [[nodiscard]] const DialogId& id() const { return id_; }
  [[nodiscard]] DialogState state() const { return state_; }
  [[nodiscard]] const sip::Uri& remote_target() const { return remote_target_; }
  /// The Contact of the peer has the parameter isfocus (RFC 3840 §9, RFC 4579 §5.1).
  [[nodiscard]] bool remote_is_focus() const { return remote_is_focus_; }
  [[nodiscard]] const std::vector<sip::NameAddr>& route_set() const { return route_set_; }
  [[nodiscard]] std::uint32_t local_cseq() const { return local_cseq_; }
  [[nodiscard]] std::optional<std::uint32_t> remote_cseq() const { return remote_cseq_; }
  [[nodiscard]] const sip::NameAddr& remote_address() const { return remote_; }

  /// As subscriber (RFC 6665 §4.4.1): the first NOTIFY makes the dialog, whatever became of the
  /// SUBSCRIBE. `local_cseq` is the number of the newest one.
  static absl::StatusOr<Dialog> of_notify(const sip::Message& notify, std::uint32_t local_cseq);

  /// We sent a 2xx.
  void confirm() { state_ = DialogState::confirmed; }

  /// A 2xx to our INVITE confirms an early dialog and builds its route set anew (§13.2.2.4).
  void confirm(const sip::Message& success);

  /// Whether `message`, which came in, belongs here: Call-ID and both tags.
  [[nodiscard]] bool owns(const sip::Message& message) const;

  /// Judges a request and keeps its CSeq if it is in order. Not for ACK and CANCEL, which carry the
  /// number of their INVITE.
  RequestOrder receive(const sip::Message& request);

  /// The Contact of a target refresh request or its 2xx becomes the remote target (§12.2); the
  /// route set stays for ever.
  void refresh_target(const sip::Message& message);

  /// The next request with its own CSeq: Request-URI and Route for loose or strict routers
  /// (§12.2.1.1), To, From, Call-ID, CSeq, Max-Forwards. Not for ACK.
  [[nodiscard]] sip::Draft make_request(sip::Method method);

  /// ACK of a 2xx, with the CSeq number of its INVITE (§13.2.2.4).
  [[nodiscard]] sip::Draft make_ack(std::uint32_t invite_cseq) const;

  /// The URI that decides where a request goes next: first route, or the remote target. The message
  /// alone does not show it: a strict router stands in its Request-URI (§12.2.1.1).
  [[nodiscard]] const sip::Uri& next_hop() const;

  /// All requests go to `proxy` from now on, though it is none of the routes; nullopt changes
  /// nothing.
  void send_through(std::optional<sip::Uri> proxy) {
    if (proxy) proxy_ = std::move(proxy);
  }

 private:
  Dialog() = default;
  static Dialog of_client(const sip::Message& names, sip::Uri target, const sip::Message& response);
  [[nodiscard]] sip::Draft draft(sip::Method method, std::uint32_t cseq) const;

  DialogId id_;
  DialogState state_ = DialogState::early;
  sip::NameAddr local_, remote_;  ///< with tags
  sip::Uri remote_target_;
  bool remote_is_focus_ = false;
  std::vector<sip::NameAddr> route_set_;
  std::optional<sip::Uri> proxy_;
  std::uint32_t local_cseq_ = 0;
  std::optional<std::uint32_t> remote_cseq_;
};

}  // namespace offhook::dialog

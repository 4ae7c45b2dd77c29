// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/container/inlined_vector.h>

#include "actors/sip/field_table.hpp"
#include "actors/sip/header_id.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/method.hpp"
#include "actors/sip/name_addr_parts.hpp"
#include "actors/sip/uri.hpp"
#include "actors/sip/via.hpp"

namespace offhook::sip {

class Message;
/// How a message is always held: shared between actors, read by all, changed by none.
using MessagePtr = std::shared_ptr<const Message>;

/// A parsed request or response (RFC 3261 §7). It owns its text and everything else is a view into
/// it, valid as long as the message. Only the parser makes one, so what is mandatory (top Via,
/// From, To, Call-ID, CSeq; the Request-URI; every Route and Record-Route; a request's Contacts)
/// has been read once and its accessors cannot fail.
class Message {
 public:
  using Field = HeaderField;
  using Values = absl::InlinedVector<std::string_view, 8>;
  class Builder;  ///< the parser's way in
  class Key {     ///< only the parser can make one
    friend class Builder;
    Key() = default;
  };

  /// The octets live behind the message, in the same block of memory.
  Message(Key, std::string_view text) : text_(text) {}
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  [[nodiscard]] bool is_request() const { return status_ == 0; }
  [[nodiscard]] bool is_response() const { return status_ != 0; }

  /// Of a request, its own; of a response, that of its CSeq.
  [[nodiscard]] Method method() const { return method_; }
  [[nodiscard]] std::string_view method_text() const { return method_text_; }
  [[nodiscard]] std::string_view request_uri_text() const { return request_uri_; }  ///< or empty
  /// The Request-URI; scheme `other` asks for 416. Requests only.
  [[nodiscard]] Uri request_uri() const;
  /// The same as views, which costs nothing.
  [[nodiscard]] const UriParts& request_uri_parts() const { return request_uri_parts_; }
  [[nodiscard]] int status() const { return status_; }  ///< 100..699; 0 for a request
  [[nodiscard]] std::string_view reason() const { return reason_; }

  /// Exactly Content-Length octets.
  [[nodiscard]] std::string_view body() const { return body_; }
  /// The whole message as received, without what followed the body; folding became white space.
  [[nodiscard]] std::string_view text() const { return text_; }

  /// Every field in its order.
  [[nodiscard]] Fields fields() const { return fields_.all(text_.data()); }
  /// The first field of that name, whole: a comma list is not split.
  [[nodiscard]] std::optional<std::string_view> header(HeaderId id) const;
  /// By long or compact name, known or not.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] bool has(HeaderId id) const { return first_[index_of(id)] != 0; }
  /// Every value in order over all fields of that name, comma lists split where the header is one.
  [[nodiscard]] Values headers(HeaderId id) const;
  /// A list header (Supported, Require, Allow, …) holds that token.
  [[nodiscard]] bool lists(HeaderId id, std::string_view token) const;

  /// Its host is empty in a request of ours that has no Via yet (see `with_top_via`).
  [[nodiscard]] const Via& top_via() const { return top_via_; }
  [[nodiscard]] std::vector<Via> vias() const;  ///< those that can be read
  [[nodiscard]] NameAddr from() const;
  [[nodiscard]] NameAddr to() const;
  /// The addresses as views, which costs nothing.
  [[nodiscard]] const NameAddrParts& from_parts() const { return from_; }
  [[nodiscard]] const NameAddrParts& to_parts() const { return to_; }
  /// The first Contact that can be read; null if there is none, or `*`.
  [[nodiscard]] const NameAddrParts* contact_parts() const {
    return has_contact_ ? &contact_ : nullptr;
  }
  [[nodiscard]] std::string_view from_tag() const { return from_.tag; }  ///< empty if none
  [[nodiscard]] std::string_view to_tag() const { return to_.tag; }      ///< empty if none
  [[nodiscard]] std::string_view call_id() const { return call_id_; }
  [[nodiscard]] const CSeq& cseq() const { return cseq_; }
  [[nodiscard]] std::optional<Contact> contact() const;  ///< the first that can be read
  [[nodiscard]] std::vector<Contact> contacts() const;   ///< those that can be read
  [[nodiscard]] std::vector<NameAddr> routes() const;
  [[nodiscard]] std::vector<NameAddr> record_routes() const;
  [[nodiscard]] std::optional<std::uint32_t> max_forwards() const;
  [[nodiscard]] std::optional<std::uint32_t> expires() const;  ///< seconds, saturating
  [[nodiscard]] std::string_view content_type() const;         ///< with parameters; or empty
  /// The body is of that media type ("application/sdp"), compared without case and parameters.
  [[nodiscard]] bool has_body_of(std::string_view media_type) const;

 private:
  friend class Builder;
  static std::size_t index_of(HeaderId id) { return static_cast<std::size_t>(id); }
  [[nodiscard]] std::vector<NameAddr> name_addrs(HeaderId id) const;

  std::string_view text_;
  std::string_view method_text_, request_uri_, reason_, body_, call_id_;
  int status_ = 0;
  Method method_ = Method::other;
  bool has_contact_ = false;
  FieldTable fields_;
  std::array<std::uint16_t, header_id_count> first_{};  // 1 + index of the first field; 0: none
  Via top_via_;
  CSeq cseq_;
  UriParts request_uri_parts_;
  NameAddrParts from_, to_, contact_;
};

}  // namespace offhook::sip

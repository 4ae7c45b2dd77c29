// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/order_form.hpp"

#include "sim/record/packing.hpp"

namespace offhook::sim::record {
namespace {

using namespace phone;

void fields(auto& f, DialOrder& o) { f(o.account_id, o.target, o.call_id, o.wait); }
void fields(auto& f, AnswerOrder& o) { f(o.call_id); }
void fields(auto& f, RejectOrder& o) { f(o.call_id, o.sip_status); }
void fields(auto& f, DeflectOrder& o) { f(o.call_id, o.target); }
void fields(auto& f, HangupOrder& o) { f(o.call_id); }
void fields(auto& f, HoldOrder& o) { f(o.call_id); }
void fields(auto& f, ResumeOrder& o) { f(o.call_id); }
void fields(auto& f, TransferOrder& o) { f(o.call_id, o.target, o.consult_call_id); }
void fields(auto& f, DecideTransferOrder& o) { f(o.call_id, o.accept); }
void fields(auto& f, SendDtmfOrder& o) { f(o.call_id, o.digits, o.tone, o.gap); }
void fields(auto& f, SendMessageOrder& o) { f(o.account_id, o.target, o.text); }
void fields(auto& f, JoinOrder& o) { f(o.call_ids); }
void fields(auto& f, EndConferenceOrder& o) { f(o.split); }
void fields(auto& f, SetForwardOrder& o) { f(o.account_id, o.kind, o.enabled, o.target, o.ring); }
void fields(auto& f, SetDoNotDisturbOrder& o) { f(o.account_id, o.enabled); }
void fields(auto& f, InjectHook& o) { f(o.off_hook); }
void fields(auto& f, InjectKey& o) { f(o.key, o.down); }
void fields(auto&, ShutDown&) {}
void fields(auto& f, PageOrder& o) { f(o.group); }
void fields(auto&, EndPageOrder&) {}
void fields(auto& f, ChangeCallLog& o) { f(o.what, o.entry_ids, o.kind); }
void fields(auto& f, PutContact& o) {
  f(o.is_new, o.contact_id, o.name, o.numbers, o.group, o.ring_tone, o.blocked);
}
void fields(auto& f, RemoveContact& o) { f(o.contact_id); }
void fields(auto& f, SetPrivacyOrder& o) { f(o.account_id, o.anonymous, o.reject_anonymous); }

/// The alternative of that number, as it is made.
template <std::size_t index = 0>
std::optional<AnyOrder> make_order(std::size_t wanted) {
  if constexpr (index < std::variant_size_v<AnyOrder>) {
    if (wanted == index) return AnyOrder(std::in_place_index<index>);
    return make_order<index + 1>(wanted);
  } else {
    return std::nullopt;
  }
}

}  // namespace

std::string pack_order(AnyOrder order) {
  Packer pack;
  pack(static_cast<std::uint8_t>(order.index()));
  std::visit([&](auto& each) { fields(pack, each); }, order);
  return pack.take();
}

std::optional<AnyOrder> unpack_order(std::string_view packed) {
  std::uint8_t number = 0;
  Unpacker unpack(packed);
  unpack(number);
  auto order = make_order(number);
  if (!unpack.good() || !order) return std::nullopt;
  std::visit([&](auto& each) { fields(unpack, each); }, *order);
  if (!unpack.done()) return std::nullopt;
  return order;
}

}  // namespace offhook::sim::record

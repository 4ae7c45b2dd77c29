// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/media_form.hpp"

#include "sim/record/packing.hpp"

namespace offhook::sim::record {
namespace {

using namespace media;

void status_field(Packer& pack, absl::Status& status) { pack(pack_status(status)); }
void status_field(Unpacker& unpack, absl::Status& status) {
  std::string packed;
  unpack(packed);
  if (unpack.good()) status = unpack_status(packed);
}

void fields(auto& f, StreamId& id) { f(id.slot, id.generation); }
void fields(auto& f, StreamOpened& m) {
  status_field(f, m.status);
  fields(f, m.stream);
  f(m.rtp);
}
void fields(auto& f, ConferenceJoined& m) {
  status_field(f, m.status);
  f(m.members);
}
void fields(auto& f, StreamReport& m) {
  f(m.packets_sent, m.octets_sent, m.packets_received, m.octets_received, m.packets_lost,
    m.packets_late, m.packets_duplicated, m.packets_refused, m.rtcp_packets_sent,
    m.rtcp_packets_received, m.digits_received, m.source_changes, m.concealed, m.playout_delay,
    m.jitter, m.round_trip, m.rating, m.mos, m.remote);
}
void fields(auto& f, DtmfReceived& m) {
  fields(f, m.stream);
  f(m.digit, m.duration);
}
void fields(auto& f, DtmfSent& m) {
  fields(f, m.stream);
  f(m.digits);
}
void fields(auto& f, MediaSilent& m) {
  fields(f, m.stream);
  f(m.silent);
}

template <std::size_t index = 0>
std::optional<MediaSaid> make_said(std::size_t wanted) {
  if constexpr (index < std::variant_size_v<MediaSaid>) {
    if (wanted == index) return MediaSaid(std::in_place_index<index>);
    return make_said<index + 1>(wanted);
  } else {
    return std::nullopt;
  }
}

}  // namespace

std::string pack_media(MediaWord word) {
  Packer pack;
  pack(word.question, static_cast<std::uint8_t>(word.said.index()));
  std::visit([&](auto& said) { fields(pack, said); }, word.said);
  return pack.take();
}

std::optional<MediaWord> unpack_media(std::string_view packed) {
  MediaWord word;
  std::uint8_t number = 0;
  Unpacker unpack(packed);
  unpack(word.question, number);
  auto said = make_said(number);
  if (!unpack.good() || !said) return std::nullopt;
  std::visit([&](auto& each) { fields(unpack, each); }, *said);
  if (!unpack.done()) return std::nullopt;
  word.said = *std::move(said);
  return word;
}

}  // namespace offhook::sim::record

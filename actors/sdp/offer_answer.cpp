// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sdp/offer_answer.hpp"

#include <algorithm>
#include <charconv>

namespace offhook::sdp {
namespace {

const Codec event_format{"telephone-event", 8000, 1, 101};

bool is_event(const Codec& codec) { return same_format(codec, event_format); }

std::string rtpmap(const Codec& codec) {
  std::string text = std::to_string(codec.payload_type) + " " + codec.name + "/" +
                     std::to_string(codec.clock_rate);
  return codec.channels == 1 ? text : text + "/" + std::to_string(codec.channels);
}

void add_format(Media& media, const Codec& codec) {
  media.formats.push_back(std::to_string(codec.payload_type));
  media.attributes.push_back({"rtpmap", rtpmap(codec)});
  if (!codec.parameters.empty())
    media.attributes.push_back(
        {"fmtp", std::to_string(codec.payload_type) + " " + codec.parameters});
}

Codec event_codec(std::uint8_t payload_type) {
  Codec codec = event_format;
  codec.payload_type = payload_type;
  codec.parameters = "0-16";  // the keys and flash (RFC 4733 §3.2)
  return codec;
}

Media audio(const LocalAudio& local, const std::vector<Codec>& formats, Direction direction,
            std::string_view protocol = "RTP/AVP") {
  Media media;
  media.type = "audio";
  media.port = local.port;
  media.protocol = protocol;
  for (const Codec& codec : formats) add_format(media, codec);
  media.attributes.push_back({"ptime", std::to_string(local.ptime.count())});
  media.attributes.push_back({std::string(to_string(direction)), ""});
  return media;
}

/// A refused medium: its line with port 0 and nothing below (RFC 3264 §6).
Media refused(const Media& offered) {
  Media media;
  media.type = offered.type;
  media.port = 0;
  media.protocol = offered.protocol;
  media.formats = offered.formats;
  return media;
}

Session frame(const LocalAudio& local) {
  Session session;
  const std::string type = local.address.is_v6() ? "IP6" : "IP4";
  session.origin = {"-", local.session_id, local.session_version, type, local.address.to_string()};
  session.connection = Connection{type, local.address.to_string(), ""};
  return session;
}

bool is_rtp_audio(const Media& media) {
  // RFC 4585 §4: without a=rtcp-fb the feedback profile is AVP with other RTCP timing.
  const bool rtp = media.protocol == "RTP/AVP" || media.protocol == "RTP/AVPF";
  return media.type == "audio" && rtp && media.port != 0;
}

/// Their codecs that are ours too, in their order; telephone-event only behind a codec.
std::vector<Codec> common_formats(const Media& offered, const LocalAudio& local) {
  std::vector<Codec> common;
  std::optional<Codec> events;
  for (const Codec& theirs : codecs_of(offered)) {
    const bool ours = std::ranges::any_of(
        local.codecs, [&](const Codec& codec) { return same_format(codec, theirs); });
    if (is_event(theirs) && local.telephone_event && !events)
      events = event_codec(theirs.payload_type);
    else if (ours && !is_event(theirs))
      common.push_back(theirs);
  }
  if (!common.empty() && events) common.push_back(*events);
  return common;
}

int number_in(std::string_view text, int otherwise) {
  int number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Their a=ptime for the packets we send, within their a=maxptime and what we can do (RFC 8866
/// §6.4).
std::chrono::milliseconds ptime_of(const Media& media) {
  const int wanted = number_in(media.attribute("ptime").value_or("20"), 20);
  const int most = number_in(media.attribute("maxptime").value_or("60"), 60);
  return std::chrono::milliseconds(std::clamp(std::min(wanted, most) / 10 * 10, 10, 60));
}

/// RFC 3605: "53020" or "53020 IN IP6 2001:db8::1".
std::optional<Endpoint> rtcp_of(const Media& media, const Endpoint& rtp) {
  const auto value = media.attribute("rtcp");
  if (!value) return std::nullopt;
  const int port = number_in(*value, 0);
  if (port <= 0 || port > 65535) return std::nullopt;
  Endpoint rtcp{rtp.address, static_cast<std::uint16_t>(port)};
  const auto space = value->rfind(' ');
  if (space != std::string_view::npos) {
    const auto address = IpAddress::parse(value->substr(space + 1));
    if (!address || address->is_unspecified()) return std::nullopt;
    rtcp.address = *address;
  }
  return rtcp;
}

/// Why no packet can be sent there; "" if one can.
std::string address_fault(const Session& session, const Media& media) {
  const Connection* connection = effective_connection(session, media);
  if (connection == nullptr) return "the audio has no c= line";
  if (!IpAddress::parse(connection->address))
    return "c= names the host " + connection->address + "; an address is needed";
  return {};
}

/// What runs towards `theirs` with the formats that both sides named.
std::optional<MediaPlan> plan_for(const Session& session, const Media& theirs,
                                  const std::vector<Codec>& formats, Direction direction) {
  const Connection* connection = effective_connection(session, theirs);
  // 0.0.0.0 and :: are addresses to hold at, not to send to; a host name we do not resolve here.
  const auto remote = effective_endpoint(session, theirs);
  if (connection == nullptr || !remote) return std::nullopt;
  MediaPlan plan;
  plan.remote = *remote;
  plan.direction = direction;
  plan.ptime = ptime_of(theirs);
  plan.rtcp = rtcp_of(theirs, *remote);
  bool has_codec = false;
  for (const Codec& codec : formats) {
    if (is_event(codec)) {
      if (!plan.telephone_event) plan.telephone_event = codec.payload_type;
    } else if (!has_codec) {
      has_codec = true;
      plan.codec = codec;
      plan.payload_type = codec.payload_type;
    }
  }
  return has_codec ? std::optional(plan) : std::nullopt;
}

/// RFC 3264 §6.1: an answer may put the formats in an order of its own. What is no codec stays
/// last.
void put_in_order(std::vector<Codec>& formats, const std::vector<Codec>& order) {
  const auto rank = [&](const Codec& codec) {
    return std::ranges::find_if(order, [&](const Codec& o) { return same_format(o, codec); }) -
           order.begin();
  };
  std::ranges::stable_sort(formats, {}, rank);
}

}  // namespace

Session make_offer(const LocalAudio& local) {
  Session session = frame(local);
  std::vector<Codec> formats = local.codecs;
  if (local.telephone_event) formats.push_back(event_codec(*local.telephone_event));
  session.media.push_back(audio(local, formats, local.direction));
  return session;
}

Session make_offer(const LocalAudio& local, const Session& current) {
  Session session = make_offer(local);
  Media ours = std::move(session.media.front());
  session.media.clear();
  bool placed = false;
  for (const Media& media : current.media) {
    const bool here = !placed && is_rtp_audio(media);
    session.media.push_back(here ? ours : refused(media));
    placed = placed || here;
  }
  // A refused line may be used again (RFC 3264 §8.1); a new one only if there was none at all.
  if (!placed && !session.media.empty() && session.media.front().type == "audio")
    session.media.front() = std::move(ours);
  else if (!placed)
    session.media.push_back(std::move(ours));
  return session;
}

absl::StatusOr<Negotiated> make_answer(const Session& offer, const LocalAudio& local) {
  if (offer.media.empty()) return invalid_argument("the offer has no media");
  Session answer = frame(local);
  std::optional<MediaPlan> plan;
  std::string why = "no common audio format";
  for (const Media& offered : offer.media) {
    auto formats =
        !plan && is_rtp_audio(offered) ? common_formats(offered, local) : std::vector<Codec>{};
    if (local.own_order) put_in_order(formats, local.codecs);
    const Direction theirs = effective_direction(offer, offered);
    const Direction ours = answer_direction(theirs, local.direction);
    if (!formats.empty()) plan = plan_for(offer, offered, formats, ours);
    if (!formats.empty() && !plan) why = address_fault(offer, offered);
    if (formats.empty() || !plan) {
      answer.media.push_back(refused(offered));
      continue;
    }
    plan->remote_holds = !receives(theirs);
    answer.media.push_back(audio(local, formats, ours, offered.protocol));
  }
  if (!plan) return failed_precondition(why);
  answer.times = offer.times;  // RFC 3264 §6: the t= line of the offer
  return Negotiated{std::move(answer), *std::move(plan)};
}

bool removes_audio(const Session& offer) {
  bool has_audio = false;
  for (const Media& media : offer.media) {
    if (media.type != "audio") continue;
    if (!media.is_refused()) return false;
    has_audio = true;
  }
  return has_audio;
}

Session refuse_all(const Session& offer, const LocalAudio& local) {
  Session answer = frame(local);
  answer.times = offer.times;
  for (const Media& media : offer.media) answer.media.push_back(refused(media));
  return answer;
}

absl::StatusOr<MediaPlan> accept_answer(const Session& offer, const Session& answer) {
  const auto offered = std::ranges::find_if(offer.media, is_rtp_audio);
  if (offered == offer.media.end()) return invalid_argument("the offer had no audio");
  const auto index = static_cast<std::size_t>(offered - offer.media.begin());
  // RFC 3264 §6 wants as many media as were offered; ours being there is what we need.
  if (answer.media.size() <= index) return invalid_argument("the answer lacks the audio");
  const Media& answered = answer.media[index];
  if (answered.type != offered->type || answered.protocol != offered->protocol)
    return invalid_argument("the answer has another medium in the place of the audio");
  if (answered.is_refused()) return failed_precondition("the audio was refused");

  std::vector<Codec> formats;
  const std::vector<Codec> ours = codecs_of(*offered);
  for (const Codec& theirs : codecs_of(answered))
    if (std::ranges::any_of(ours, [&](const Codec& codec) { return same_format(codec, theirs); }))
      formats.push_back(theirs);
  const Direction wanted = effective_direction(offer, *offered);
  const Direction theirs = effective_direction(answer, answered);
  auto plan = plan_for(answer, answered, formats, answer_direction(theirs, wanted));
  if (!plan) return failed_precondition("the answer leaves no audio format or address");
  plan->remote_holds = sends(wanted) && !receives(theirs);
  return *std::move(plan);
}

}  // namespace offhook::sdp

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/wire_meter.hpp"

#include <utility>

#include "actors/sip/parser.hpp"

namespace offhook::sim::fleet {
namespace {

constexpr Instant generation = 32s;

std::uint64_t hash_of(const Endpoint& from, const Endpoint& to, std::string_view octets) {
  std::uint64_t hash = std::hash<std::string_view>{}(octets);
  for (const auto* end : {&from, &to}) {
    for (const auto octet : end->address.octets()) hash = hash * 31 + octet;
    hash = hash * 31 + end->port;
  }
  return hash;
}

/// What people call it; "" for a keep-alive, which is meant to be repeated.
std::string name_of(std::string_view octets) {
  const auto parsed = sip::parse_datagram(octets);
  const auto* message = std::get_if<sip::MessagePtr>(&parsed);
  if (message == nullptr) return "";
  const auto method = std::string(sip::to_string((*message)->cseq().method));
  if ((*message)->is_request()) return method;
  return std::to_string((*message)->status()) + " to " + method;
}

class MeteredSocket final : public transport::DatagramSocket {
 public:
  MeteredSocket(std::unique_ptr<DatagramSocket> below, WireMeter& meter, const Clock& clock)
      : below_(std::move(below)), meter_(meter), clock_(clock) {}

  [[nodiscard]] Endpoint local() const override { return below_->local(); }
  absl::Status send(const Endpoint& to, std::string_view octets) override {
    meter_.sent(clock_.now(), local(), to, octets);
    return below_->send(to, octets);
  }
  void on_unreachable(UnreachableHandler handler) override {
    below_->on_unreachable(std::move(handler));
  }

 private:
  std::unique_ptr<DatagramSocket> below_;
  WireMeter& meter_;
  const Clock& clock_;
};

}  // namespace

void WireMeter::sent(Instant now, const Endpoint& from, const Endpoint& to,
                     std::string_view octets) {
  ++messages_sent_;
  if (now - since_ > generation) {
    older_ = std::exchange(recent_, {});
    since_ = now;
    std::erase_if(byes_, [&](const auto& bye) { return now - bye.second.at > 2 * generation; });
  }
  const auto hash = hash_of(from, to, octets);
  if (!recent_.insert(hash).second || older_.contains(hash))
    if (auto name = name_of(octets); !name.empty()) ++sent_again_[std::move(name)];
  if (octets.starts_with("BYE ")) note_bye(now, octets);
}

/// The first of a transaction counts: what the user of the phone waits for.
void WireMeter::note_bye(Instant now, std::string_view octets) {
  const auto parsed = sip::parse_datagram(octets);
  if (const auto* bye = std::get_if<sip::MessagePtr>(&parsed))
    byes_.try_emplace(std::string((*bye)->top_via().branch),
                      Bye{now, std::string((*bye)->call_id())});
}

void WireMeter::received(Instant now, std::string_view octets) {
  ++messages_received_;
  if (byes_.empty() || !octets.starts_with("SIP/2.0 ") ||
      octets.find(" BYE\r\n") == std::string_view::npos)
    return;
  const auto parsed = sip::parse_datagram(octets);
  const auto* response = std::get_if<sip::MessagePtr>(&parsed);
  if (response == nullptr || (*response)->status() < 200) return;
  const auto bye = byes_.find(std::string((*response)->top_via().branch));
  if (bye == byes_.end()) return;
  const Bye answered = std::move(bye->second);
  byes_.erase(bye);
  if (bye_answered_) bye_answered_(answered.call_id, now - answered.at, (*response)->status());
}

absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> MeteredNetwork::bind(
    const Endpoint& local, DatagramHandler arrived) {
  auto socket = below_.bind(
      local, [this, arrived = std::move(arrived)](std::string octets, const Endpoint& from) {
        meter_.received(clock_.now(), octets);
        arrived(std::move(octets), from);
      });
  if (!socket.ok()) return socket.status();
  return std::make_unique<MeteredSocket>(*std::move(socket), meter_, clock_);
}

}  // namespace offhook::sim::fleet

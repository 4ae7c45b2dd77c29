// SPDX-License-Identifier: GPL-3.0-or-later
// Every parser on the same messages in one run. Prints nothing that passes or fails; `run` makes
// the table of ratios from it.
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <unordered_map>

#include <benchmark/benchmark.h>

#include "actors/sip/draft.hpp"
#include "actors/transaction/non_invite_server.hpp"
#include "actors/transaction/transaction_key.hpp"
#include "tests/bench/allocations.hpp"
#include "tests/bench/messages.hpp"
#include "tests/bench/peers.hpp"

namespace offhook::bench {

std::span<const Peer> peers() {
  static const std::array all = {
      offhook_peer,
#ifdef OFFHOOK_BENCH_SOFIA
      sofia_peer,
#endif
#ifdef OFFHOOK_BENCH_OSIP
      osip_peer,
#endif
#ifdef OFFHOOK_BENCH_LIBRE
      libre_peer,
#endif
#ifdef OFFHOOK_BENCH_BELLE_SIP
      belle_sip_peer,
#endif
  };
  return all;
}

namespace {

alignas(64) char receive_buffer[65536 + 64];

std::span<char> receive(const std::string& datagram) {
  std::memcpy(receive_buffer, datagram.data(), datagram.size());
  receive_buffer[datagram.size()] = '\0';
  return {receive_buffer, datagram.size()};
}

void use(const Typed& typed) { benchmark::DoNotOptimize(&typed); }
void use_text(std::string_view text) { benchmark::DoNotOptimize(text.data()); }

void parse(benchmark::State& state, const Peer& peer, const Sample& sample) {
  for (const std::string& variant : sample.variants) peer.parse(receive(variant), use);
  std::size_t next = 0;
  const std::size_t before = allocations();
  for (auto _ : state) {
    if (!peer.parse(receive(sample.variants[next]), use)) state.SkipWithError("refused");
    next = (next + 1) % variant_count;
  }
  state.counters["allocations"] =
      static_cast<double>(allocations() - before) / static_cast<double>(state.iterations());
  state.counters["octets"] = static_cast<double>(sample.variants[0].size());
}

void serialize(benchmark::State& state, const Peer& peer, const Sample& sample) {
  constexpr std::size_t batch = 64;
  std::size_t allocated = 0;
  for (auto _ : state) {
    // Reading it is paid once a batch, by all alike.
    const std::size_t before = allocations();
    if (!peer.serialize(receive(sample.variants[0]), batch, use_text)) state.SkipWithError("no");
    allocated += allocations() - before;
  }
  state.counters["batch"] = batch;
  state.counters["allocations"] =
      static_cast<double>(allocated) / static_cast<double>(state.iterations() * batch);
}

void parse_sdp(benchmark::State& state, const Peer& peer, std::string_view text) {
  const std::string copy(text);
  const std::size_t before = allocations();
  for (auto _ : state)
    if (!peer.parse_sdp(copy)) state.SkipWithError("refused");
  state.counters["allocations"] =
      static_cast<double>(allocations() - before) / static_cast<double>(state.iterations());
}

/// What a request costs before actors and sockets: read it, find no transaction of its key among
/// ten thousand, take two steps of the table, write the answer and read that.
void answer(benchmark::State& state) {
  using transaction::server::Input;
  namespace table = transaction::server::non_invite;
  constexpr std::size_t lingering = 10'000;
  std::unordered_map<std::string, transaction::server::State> servers;
  for (std::size_t i = 0; i < lingering; ++i)
    servers.emplace("OPTIONS\nz9hG4bK" + std::to_string(i) + "\n192.0.2.17\n5060\n",
                    transaction::server::State::completed);
  const Sample& sample = samples()[0];
  std::size_t next = 0;
  const std::size_t before = allocations();
  for (auto _ : state) {
    const auto datagram = receive(sample.variants[next]);
    next = (next + 1) % variant_count;
    const auto request =
        sip::message_or_null(sip::parse_datagram({datagram.data(), datagram.size()}));
    const auto [place, is_new] = servers.try_emplace(transaction::server_key(*request));
    place->second = find_transition(table::table, place->second, Input::request)->to;
    const auto response = sip::Draft::response(*request, 200, "", "tag").build();
    place->second = find_transition(table::table, place->second, Input::send_final)->to;
    benchmark::DoNotOptimize(response->text().data());
    servers.erase(place);
  }
  state.counters["allocations"] =
      static_cast<double>(allocations() - before) / static_cast<double>(state.iterations());
}

void register_all() {
  benchmark::RegisterBenchmark("answer/register/offhook", answer);
  for (const Sample& sample : samples())
    for (const Peer& peer : peers()) {
      const std::string what = std::string(sample.name) + "/" + std::string(peer.name);
      benchmark::RegisterBenchmark(("parse/" + what).c_str(),
                                   [&](benchmark::State& s) { parse(s, peer, sample); });
      if (peer.serialize)
        benchmark::RegisterBenchmark(("serialize/" + what).c_str(),
                                     [&](benchmark::State& s) { serialize(s, peer, sample); });
    }
  for (const auto& [name, text] :
       std::map<std::string, std::string_view>{{"short", short_sdp()}, {"long", long_sdp()}})
    for (const Peer& peer : peers())
      if (peer.parse_sdp)
        benchmark::RegisterBenchmark(
            ("parse_sdp/" + name + "/" + std::string(peer.name)).c_str(),
            [&peer, text = text](benchmark::State& s) { parse_sdp(s, peer, text); });
}

/// All parsers must read the same, or the figures compare nothing.
struct Comparison {
  static inline Typed ours;
  static inline bool agrees = true;

  static void compare(const Typed& theirs) {
    Typed same = theirs;
    if (ours.call_id.starts_with(theirs.call_id)) same.call_id = ours.call_id;  // osip2 cuts it
    agrees = same == ours;
  }
};

bool all_agree(const Sample& sample) {
  static bool good;
  static const std::string* text;
  good = true;
  for (const std::string& variant : sample.variants) {
    text = &variant;
    peers()[0].parse(receive(variant), [](const Typed& ours) {
      Comparison::ours = ours;
      for (const Peer& peer : peers().subspan(1)) {
        std::string copy = *text;
        Comparison::agrees = false;
        peer.parse(copy, Comparison::compare);
        if (Comparison::agrees) continue;
        good = false;
        std::fprintf(stderr, "%s reads otherwise: %s\n", std::string(peer.name).c_str(),
                     text->c_str());
      }
    });
    if (!good) return false;
  }
  return true;
}

}  // namespace
}  // namespace offhook::bench

int main(int count, char** arguments) {
  for (const auto& sample : offhook::bench::samples())
    if (!offhook::bench::all_agree(sample)) return 1;
  offhook::bench::register_all();
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The torture messages over TCP, cut at each octet, come to the same as over UDP.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/transport/stream_transport_actor.hpp"
#include "actors/transport/transport_actor.hpp"
#include "sim/virtual_network.hpp"
#include "sim/virtual_stream_network.hpp"
#include "tests/transport/heard.hpp"

namespace offhook::transport {
namespace {

/// Whether TCP can know where it ends, and it ends with the file. The framer's own tests say what
/// becomes of the others.
bool is_one_message(const std::string& text) {
  sip::StreamFramer framer;
  std::string_view rest = text;
  const auto event = framer.take(rest);
  const auto* message = event ? std::get_if<std::string>(&*event) : nullptr;
  return message != nullptr && message->size() == text.size();
}

std::map<std::string, std::string> corpus() {
  std::map<std::string, std::string> files;
  for (const auto* folder : {"/rfc4475", "/rfc5118"})
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(OFFHOOK_TEST_DATA) + folder)) {
      const auto name = entry.path().filename().string();
      if (entry.path().extension() != ".dat") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::stringstream text;
      text << file.rdbuf();
      if (is_one_message(text.str())) files[name] = text.str();
    }
  return files;
}

class StreamCorpus : public testing::Test {
 protected:
  void SetUp() override {
    log::set_sink([](log::Level, std::string_view) {});
    auto datagrams = start_transport(loop.system(), network, here, random);
    auto connections =
        start_stream_transport(loop.system(), streams, {Protocol::tcp, here}, random);
    ASSERT_TRUE(datagrams.ok() && connections.ok());
    udp = datagrams->transport;
    tcp = connections->transport;
    receiver = loop.spawn<HearingReceiver>(heard);
    act::tell_anon(udp, DeliverTo{receiver});
    act::tell_anon(tcp, DeliverTo{receiver});
    socket = *network.bind(far, [](std::string, const Endpoint&) {});
    // Without rport an answer goes to the port of the Via, not to ours.
    network.set_tap(
        [this](Instant, const Endpoint& from, const Endpoint&, std::string_view octets) {
          if (from == here) answer += octets;
        });
    loop.run_for(0s);
  }
  void TearDown() override {
    act::stop(udp);
    act::stop(tcp);
    act::stop(receiver);
    udp = nullptr;
    tcp = nullptr;
    receiver = nullptr;
    loop.run_for(1s);
    log::set_sink(nullptr);
  }

  /// What was handed up and what was answered, without what differs by transport.
  std::string outcome() {
    std::string text = "answer: " + answer.substr(0, answer.find('\r'));
    for (const auto& arrived : heard.messages) {
      const sip::Message& message = *arrived.message;
      text += "\nmessage: " + std::string(message.call_id()) + " " +
              std::to_string(message.cseq().number) + " " + std::string(message.body());
    }
    heard = {};
    answer.clear();
    return text;
  }
  std::string by_udp(const std::string& text) {
    EXPECT_TRUE(socket->send(here, text).ok());
    loop.run_for(0s);
    return outcome();
  }
  std::string by_tcp(std::string_view text, std::size_t cut) {
    auto connection = *streams.connect({far.address, here});
    connection->start({{}, [this](std::string_view octets) { answer += octets; }, {}});
    loop.run_for(0s);
    for (const auto piece : {text.substr(0, cut), text.substr(cut)}) {
      EXPECT_TRUE(connection->send(piece).ok());
      loop.run_for(0s);
    }
    connection.reset();
    loop.run_for(0s);
    return outcome();
  }

  act::Loop loop{act::Loop::Virtual{}};
  sim::VirtualNetwork network{loop.timers()};
  sim::VirtualStreamNetwork streams{loop.timers()};
  SeededRandom random{1};
  Endpoint here = *Endpoint::parse("192.0.2.1:5060"), far = *Endpoint::parse("192.0.2.2:5060");
  SocketTransport udp;
  StreamTransport tcp;
  Receiver receiver;
  Heard heard;
  std::unique_ptr<DatagramSocket> socket;
  std::string answer;
};

TEST_F(StreamCorpus, ComesToTheSameAsOverUdpWhereverItIsCut) {
  const auto files = corpus();
  EXPECT_GT(files.size(), 40u);
  for (const auto& [name, text] : files) {
    const auto expected = by_udp(text);
    // A long one has its cuts where the header is, and some in between.
    for (std::size_t cut = 1; cut < text.size(); cut += cut < 1500 ? 1 : 97)
      ASSERT_EQ(by_tcp(text, cut), expected) << name << " cut at " << cut;
  }
}

}  // namespace
}  // namespace offhook::transport

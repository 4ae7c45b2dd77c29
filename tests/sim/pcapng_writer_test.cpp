// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/pcapng_writer.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "sim/trace.hpp"

namespace offhook::sim {
namespace {

const Endpoint alice = *Endpoint::parse("10.0.0.1:5060");
const Endpoint bob = *Endpoint::parse("10.0.0.2:5060");
const Endpoint alice_rtp = *Endpoint::parse("10.0.0.1:40000");
const Endpoint bob_rtp = *Endpoint::parse("10.0.0.2:40002");
const Endpoint carol = *Endpoint::parse("[2001:db8::1]:5060");
const Endpoint dave = *Endpoint::parse("[2001:db8::2]:5060");

std::string options(const Endpoint& to) {
  return "OPTIONS sip:" + to.to_string() +
         " SIP/2.0\r\nVia: SIP/2.0/UDP host;branch=z9hG4bKa\r\nMax-Forwards: 70\r\n"
         "From: <sip:a@sim.test>;tag=1\r\nTo: <sip:b@sim.test>\r\nCall-ID: odd\r\n"
         "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
}

std::string invite() {
  const std::string sdp =
      "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n"
      "m=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
  return "INVITE sip:1002@sim.test SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKb\r\n"
         "Max-Forwards: 70\r\nFrom: <sip:1001@sim.test>;tag=1\r\nTo: <sip:1002@sim.test>\r\n"
         "Call-ID: call-1\r\nCSeq: 1 INVITE\r\nContact: <sip:1001@10.0.0.1>\r\n"
         "Content-Type: application/sdp\r\nContent-Length: " +
         std::to_string(sdp.size()) + "\r\n\r\n" + sdp;
}

std::string rtp(std::uint8_t sequence) {
  std::string packet("\x80\x00\x00", 3);
  packet.push_back(static_cast<char>(sequence));
  packet += std::string("\x00\x00\x00", 3);
  packet.push_back(static_cast<char>(sequence * 10));
  packet += "SSRC";
  return packet + std::string(161, '\xD5');  // an odd length, for the checksum
}

bool have_tshark() { return std::system("tshark --version >/dev/null 2>&1") == 0; }

/// What tshark prints for those fields, one packet a line.
std::string dissect(const std::string& capture, const std::string& arguments) {
  const auto path =
      std::filesystem::temp_directory_path() /
      ("offhook-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) +
       ".pcapng");
  std::ofstream(path, std::ios::binary) << capture;
  const std::string command = "tshark -n -r " + path.string() +
                              " -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE " + arguments +
                              " 2>/dev/null";
  std::string out;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::array<char, 4096> chunk{};
  while (const auto got = std::fread(chunk.data(), 1, chunk.size(), pipe.get()))
    out.append(chunk.data(), got);
  std::filesystem::remove(path);
  return out;
}

TEST(PcapngWriter, WritesBlocksWhoseLengthsAgree) {
  Trace trace;
  trace.add(1ms, alice, bob, options(bob));
  trace.note(2ms, "bob", "LINE1 red");

  const std::string file = to_pcapng(trace, "offhook test");

  const auto u32 = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(file[at + i]);
    return value;
  };
  std::vector<std::uint32_t> types;
  for (std::size_t at = 0; at < file.size();) {
    const std::uint32_t length = u32(at + 4);
    ASSERT_EQ(length % 4, 0u);
    ASSERT_LE(at + length, file.size());
    ASSERT_EQ(u32(at + length - 4), length);
    types.push_back(u32(at));
    at += length;
  }
  EXPECT_EQ(types, (std::vector<std::uint32_t>{0x0A0D0D0A, 1, 6}));
}

TEST(PcapngWriter, IsReadByTsharkWithChecksumsCommentsAndNames) {
  if (!have_tshark()) GTEST_SKIP() << "tshark is not installed: apt-get install tshark";
  Trace trace;
  trace.add(1204567890ns, alice, bob, options(bob));
  trace.note(1300ms, "bob", "LINE1 fast red");
  trace.note(1400ms, "lcd", "\"Alice 1001\"");
  trace.add(2s, carol, dave, options(dave));
  trace.add(3s, alice, dave, options(dave));  // no such packet exists

  const std::string lines = dissect(
      to_pcapng(trace, "offhook test", 1700000000s),
      "-T fields -E separator='|' -e frame.time_epoch -e frame.interface_name -e ip.src -e "
      "ipv6.dst "
      "-e udp.dstport -e ip.checksum.status -e udp.checksum.status -e sip.Method -e frame.comment");

  EXPECT_EQ(
      lines,
      "1700000001.204567890|offhook|10.0.0.1||5060|1|1|OPTIONS|bob LINE1 fast red; lcd \"Alice "
      "1001\"\n"
      "1700000002.000000000|offhook||2001:db8::2|5060||1|OPTIONS|\n");
}

TEST(PcapngWriter, LetsTsharkFollowACallFromItsSdpToItsRtp) {
  if (!have_tshark()) GTEST_SKIP() << "tshark is not installed: apt-get install tshark";
  Trace trace;
  trace.add(1ms, alice, bob, invite());
  for (std::uint8_t i = 0; i < 3; ++i) trace.add(20ms * (i + 1), bob_rtp, alice_rtp, rtp(i));

  const std::string lines =
      dissect(to_pcapng(trace, "offhook test"),
              "-T fields -E separator='|' -e sip.Method -e "
              "sdp.media.port -e rtp.seq -e rtp.p_type -e udp.checksum.status");

  EXPECT_EQ(lines, "INVITE|40000|||1\n||0|0|1\n||1|0|1\n||2|0|1\n");
}

TEST(PcapngWriter, CutsWhatUdpCannotCarry) {
  PcapngWriter writer("test");
  const std::size_t empty = writer.octets().size();
  const auto interface = writer.add_interface("lan");
  const std::string huge(70000, 'x');

  writer.add_udp({.interface = interface, .from = alice, .to = bob, .payload = huge});

  EXPECT_LT(writer.octets().size(), empty + 65536u + 200u);
}

}  // namespace
}  // namespace offhook::sim

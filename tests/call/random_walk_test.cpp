// SPDX-License-Identifier: GPL-3.0-or-later
// Legal messages in any order: whatever happens, a leg ends once, and nothing of it is left.
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {
namespace {

class RandomWalk : public LegTest {
 public:
  explicit RandomWalk(std::uint64_t seed) : dice_(seed) {}
  void TestBody() override;

  /// The whole life of one leg, with the checks of TearDown.
  void live() {
    SetUp();
    TestBody();
    TearDown();
  }

 private:
  std::size_t pick(std::size_t below) { return static_cast<std::size_t>(dice_.next() % below); }
  template <class T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[pick(choices.size())];
  }

  std::string some_sdp() {
    if (pick(4) == 0) return "";
    if (pick(12) == 0) return "v=0\r\nnonsense\r\n";
    SdpText text;
    text.direction = one_of<std::string>({"sendrecv", "sendonly", "recvonly", "inactive"});
    text.payload_type = one_of<int>({0, 0, 8, 18});
    text.version = static_cast<int>(pick(100));
    return sdp(text);
  }

  void bob_responds() {
    if (wire.requests.empty()) return;
    const auto request = one_of(wire.requests);
    const int status = one_of<int>(
        {100, 180, 183, 200, 200, 200, 202, 302, 401, 407, 408, 481, 486, 487, 488, 491, 500, 603});
    Headers more = {{"Contact", "<sip:bob@192.0.2.9:5060>"}};
    if (status == 401 || status == 407)
      more.emplace_back(status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate",
                        "Digest realm=\"r\", nonce=\"" + std::to_string(dice_.next()) +
                            "\", qop=\"auth\", stale=true");
    respond_to(request, status, some_sdp(), more, one_of<std::string>({"bob", "bob", "carol"}));
  }

  void bob_asks() {
    if (invite_of_bob ? wire.responses.empty() : wire.requests.empty()) return;
    const auto method = one_of<std::string>({"INVITE", "INVITE", "BYE", "UPDATE", "INFO", "OPTIONS",
                                             "NOTIFY", "PRACK", "REFER", "FETCH"});
    request(method, some_sdp(), {}, pick(10) == 0 ? 1 : 0);
  }

  void alice_orders() {
    switch (pick(8)) {
      case 0:
        order(Hangup{});
        return;
      case 1:
        order(Reject{503});
        return;
      case 2:
      case 3:
        order(call::Answer{});
        return;
      case 4:
        order(Resume{});
        return;
      case 5:
        order(SendDtmf{"1"});
        return;
      default:
        order(Hold{});
    }
  }

  void step() {
    switch (pick(9)) {
      case 0:
      case 1:
      case 2:
        return bob_responds();
      case 3:
        return bob_asks();
      case 4:
        if (invite_of_bob && !wire.responses.empty()) cancel();
        return;
      case 5:
        if (!wire.requests.empty())
          fail(one_of(wire.requests),
               one_of<transaction::Failure>(
                   {transaction::Failure::timeout, transaction::Failure::transport}));
        return;
      case 6:
        if (invite_of_bob ? !wire.responses.empty() : !wire.requests.empty()) ack(some_sdp());
        return;
      case 7:
        return run(std::chrono::milliseconds{pick(9000)});
      default:
        return alice_orders();
    }
  }

  SeededRandom dice_;
};

void RandomWalk::TestBody() {
  if (pick(2) == 0)
    place_call();
  else
    receive_call(pick(4) == 0 ? "" : sdp());
  for (int i = 0; i < 25; ++i) step();

  // The end that every call comes to when the peer falls silent.
  order(Hangup{});
  run(33s);
  for (std::size_t i = 0; i < wire.requests.size(); ++i)
    fail(wire.requests[i], transaction::Failure::timeout);

  std::vector<std::uint32_t> numbers;
  for (const auto& sent : wire.requests)
    if (sent.message->to_tag() != "carol") numbers.push_back(sent.message->cseq().number);
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
  EXPECT_EQ(std::adjacent_find(numbers.begin(), numbers.end()), numbers.end()) << "a CSeq twice";
}

TEST(CallLeg, EndsOnceAndLeavesNothingWhateverHappens) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomWalk(seed).live();
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace offhook::call::testing

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

  void add_session_timer(Headers& more) {
    more.emplace_back("Session-Expires", one_of<std::string>({"90", "90;refresher=uac",
                                                              "90;refresher=uas", "1", "x"}));
    more.emplace_back("Supported", "timer");
    more.emplace_back("Allow", one_of<std::string>({"INVITE, BYE, UPDATE", "INVITE, BYE"}));
    more.emplace_back("Min-SE", one_of<std::string>({"90", "100", "4000"}));
  }

  std::string some_rack() {
    for (const auto& sent : wire.responses)
      if (const auto rseq = sent.message->header(sip::HeaderId::rseq); rseq && pick(4) != 0)
        return std::string(*rseq) + " " + std::to_string(sent.message->cseq().number) + " INVITE";
    return one_of<std::string>({"1 100 INVITE", "nonsense", "0 0 BYE"});
  }

  void bob_responds() {
    if (wire.requests.empty()) return;
    const auto request = one_of(wire.requests);
    const int status = one_of<int>({100, 180, 183, 183, 200, 200, 200, 202, 302, 401, 404, 405, 407,
                                    408, 420, 421, 422, 481, 486, 487, 488, 491, 500, 501, 603});
    Headers more = {{"Contact", "<sip:bob@192.0.2.9:5060>"}};
    if (status == 401 || status == 407)
      more.emplace_back(status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate",
                        "Digest realm=\"r\", nonce=\"" + std::to_string(dice_.next()) +
                            "\", qop=\"auth\", stale=true");
    if (status > 100 && status < 200 && pick(2) == 0) {
      more.emplace_back("Require", "100rel");
      more.emplace_back("RSeq", std::to_string(1 + pick(3)));
    }
    if (status == 420 || status == 421) more.emplace_back("Require", "100rel");
    if (pick(3) == 0) add_session_timer(more);
    respond_to(request, status, some_sdp(), more, one_of<std::string>({"bob", "bob", "carol"}));
  }

  void bob_asks() {
    if (invite_of_bob ? wire.responses.empty() : wire.requests.empty()) return;
    const auto method = one_of<std::string>({"INVITE", "INVITE", "BYE", "UPDATE", "INFO", "OPTIONS",
                                             "NOTIFY", "PRACK", "REFER", "FETCH"});
    Headers more;
    if (method == "PRACK") more.emplace_back("RAck", some_rack());
    if (pick(3) == 0) add_session_timer(more);
    request(method, some_sdp(), more, pick(10) == 0 ? 1 : 0);
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
        return run(std::chrono::milliseconds{pick(pick(4) == 0 ? 70'000 : 9'000)});
      default:
        return alice_orders();
    }
  }

  SeededRandom dice_;
};

void RandomWalk::TestBody() {
  using sip::Use;
  account.calls.reliable = one_of<Use>({Use::off, Use::supported, Use::required});
  account.calls.session_timer = one_of<Use>({Use::off, Use::supported, Use::required});
  account.calls.session_expires = 90s;
  account.calls.late_offer = pick(3) == 0;
  account.calls.dtmf = pick(2) == 0 ? sip::DigitWay::info : sip::DigitWay::events;
  if (pick(2) == 0)
    place_call();
  else
    receive_call(pick(4) == 0 ? "" : sdp(),
                 {"Contact: <sip:bob@192.0.2.9:5060>",
                  one_of<std::string>({"Require: 100rel", "Supported: 100rel, timer"}),
                  one_of<std::string>({"Session-Expires: 90", "Allow: UPDATE"})});
  for (int i = 0; i < 30; ++i) step();

  // The end that every call comes to when the peer falls silent.
  order(Hangup{});
  run(33s);
  account.calls = {};
  for (std::size_t i = 0; i < wire.requests.size(); ++i)
    fail(wire.requests[i], transaction::Failure::timeout);

  std::vector<std::uint32_t> numbers;
  for (const auto& sent : wire.requests)
    if (sent.message->to_tag() != "carol") numbers.push_back(sent.message->cseq().number);
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
  EXPECT_EQ(std::adjacent_find(numbers.begin(), numbers.end()), numbers.end()) << "a CSeq twice";
}

TEST(CallLeg, EndsOnceAndLeavesNothingWhateverHappens) {
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomWalk(seed).live();
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace offhook::call::testing

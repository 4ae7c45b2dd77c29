// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include "actors/base/random_source.hpp"
#include "actors/control/json_rpc.hpp"
#include "tests/control/control_world.hpp"

namespace offhook::control {
namespace {

const std::vector<std::string> seeds = {
    R"({"jsonrpc":"2.0","id":1,"method":"session.hello","params":{"client_name":"x"}})",
    R"({"jsonrpc":"2.0","id":"a","method":"call.dial","params":{"target":"1002","op_id":"o","wait":"accepted"}})",
    R"({"jsonrpc":"2.0","id":2,"method":"call.send_dtmf","params":{"call_id":"c1","digits":"12","tone_ms":80}})",
    R"({"jsonrpc":"2.0","id":3,"method":"events.subscribe","params":{"topics":["call.*"],"filter":{"call_id":["c1"]},"snapshot":true}})",
    R"({"jsonrpc":"2.0","id":4,"method":"events.resume","params":{"subscription_id":"s1","since":{"epoch":"e1","seq":0}}})",
    R"({"jsonrpc":"2.0","id":5,"method":"device.inject","params":{"device_id":"hook","input":{"hook":{"off_hook":true}}}})",
    R"({"jsonrpc":"2.0","id":6,"method":"call.hold","params":{"call_id":"c1","timeout_ms":1000}})",
    R"({"jsonrpc":"2.0","id":7,"method":"rpc.discover"})",
};

json::value any_value(SeededRandom& random) {
  const json::value choices[] = {nullptr,
                                 true,
                                 -1,
                                 0,
                                 1.5,
                                 std::numeric_limits<std::uint64_t>::max(),
                                 "",
                                 "c1",
                                 "*",
                                 json::string(200, 'x'),
                                 json::array{},
                                 json::array{"call.*", 1},
                                 json::object{},
                                 json::object{{"hook", {{"off_hook", false}}}}};
  return choices[random.next() % std::size(choices)];
}

/// Changes one value or member somewhere below `value`.
void change_somewhere(json::value& value, SeededRandom& random) {
  auto* object = value.if_object();
  const bool deeper = random.next() % 3 != 0;
  if (object == nullptr || object->empty()) {
    value = any_value(random);
    return;
  }
  auto member = object->begin() + static_cast<std::ptrdiff_t>(random.next() % object->size());
  if (deeper) return change_somewhere(member->value(), random);
  if (random.next() % 3 == 0)
    object->erase(member);
  else
    object->insert_or_assign(random.next() % 2 ? std::string(member->key()) : "extra",
                             any_value(random));
}

/// Still JSON, but no longer quite the request it was.
std::string mutate_structure(SeededRandom& random) {
  auto value = json::parse(seeds[random.next() % seeds.size()]);
  for (auto times = 1 + random.next() % 2; times > 0; --times) change_somewhere(value, random);
  return json::serialize(value);
}

/// One to four small damages: an octet changed, removed, doubled, or a piece of another request.
std::string mutate(SeededRandom& random) {
  auto text = seeds[random.next() % seeds.size()];
  const auto times = 1 + random.next() % 4;
  for (std::uint64_t i = 0; i < times && !text.empty(); ++i) {
    const auto at = static_cast<std::size_t>(random.next() % text.size());
    switch (random.next() % 5) {
      case 0:
        text[at] = static_cast<char>(random.next() & 0xff);
        break;
      case 1:
        text.erase(at, 1 + random.next() % 8);
        break;
      case 2:
        text.insert(at, text.substr(at, 1 + random.next() % 16));
        break;
      case 3: {
        const auto& other = seeds[random.next() % seeds.size()];
        text.insert(at, other.substr(random.next() % other.size(), 1 + random.next() % 24));
        break;
      }
      default:
        text[at] = "{}[]\",:0-9e.\\u"[random.next() % 14];
    }
  }
  return text;
}

bool is_notification(const std::string& text) {
  const auto parsed = parse_request(text);
  const auto* request = std::get_if<Request>(&parsed);
  return request != nullptr && request->is_notification();
}

TEST(Mutations, NeverCrashAndAlwaysGetOneAnswer) {
  SeededRandom random(2026);
  ControlWorld world;
  for (int i = 0; i < 2000; ++i) {
    const auto text = i % 2 == 0 ? mutate(random) : mutate_structure(random);
    TestClient client(world, everything());
    client.send(text);
    world.loop.run_for(200s);

    std::size_t answers = 0;
    for (const auto& sent : client.outlet->texts) {
      const auto message = json::parse(sent).as_object();
      if (message.contains("method")) continue;
      EXPECT_NE(message.contains("result"), message.contains("error")) << sent;
      ++answers;
    }
    ASSERT_EQ(answers, is_notification(text) ? 0u : 1u) << text;
    ASSERT_FALSE(client.outlet->closed) << text;
  }
}

}  // namespace
}  // namespace offhook::control

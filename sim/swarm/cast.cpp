// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/cast.hpp"

#include <array>

namespace offhook::sim::swarm {
namespace {

constexpr std::array<const char*, 5> names = {"alice", "bob", "carol", "dave", "erin"};

/// One table of a phone.toml under way: each key is there or not.
class Table {
 public:
  Table(Dice& dice, std::string& text, std::string_view head) : dice_(dice), text_(text) {
    text_ += head;
    text_ += "\n";
  }
  void set(std::string_view key, std::string_view value) {
    text_ += std::string(key) + " = " + std::string(value) + "\n";
  }
  void flag(unsigned percent, std::string_view key) {
    if (dice_.chance(percent)) set(key, dice_.chance(50) ? "true" : "false");
  }
  void word(unsigned percent, std::string_view key, std::initializer_list<std::string_view> words) {
    if (dice_.chance(percent)) set(key, "\"" + dice_.one_of(words) + "\"");
  }
  void number(unsigned percent, std::string_view key, std::size_t low, std::size_t high) {
    if (dice_.chance(percent)) set(key, std::to_string(dice_.between(low, high)));
  }

 private:
  Dice& dice_;
  std::string& text_;
};

void write_phone(Dice& dice, std::string& text, const std::string& name) {
  Table table(dice, text, "[phone]");
  table.set("id", "\"" + name + "\"");
  if (dice.chance(40))
    table.set("codecs", dice.one_of({"[\"PCMU\"]", "[\"PCMA\"]", "[\"PCMA\", \"PCMU\"]"}));
  if (dice.chance(15)) table.set("auto_answer", dice.one_of({"true", "1500", "4000"}));
  table.flag(30, "call_waiting");
  table.flag(20, "call_waiting_tone");
  table.flag(20, "own_users_only");
  table.flag(10, "reject_anonymous");
  table.number(30, "lines", 1, 4);
  table.number(40, "max_calls", 1, 5);
  table.number(20, "ring_limit_s", 5, 40);
  if (dice.chance(20)) table.set("media_timeout_s", dice.one_of({"0", "10", "30"}));
  table.word(20, "country", {"de", "gb", "fr"});
}

void write_account(Dice& dice, std::string& text, const std::string& user,
                   const std::vector<std::string>& users) {
  Table table(dice, text, "\n[[account]]");
  table.set("user", "\"" + user + "\"");
  table.set("domain", "\"sim.test\"");
  table.set("password", "\"pw" + user + "\"");
  table.set("registrar", "\"sip:sim.test\"");
  table.set("outbound_proxy", "\"sip:" + std::string(proxy_address) + ";lr\"");
  table.number(60, "expires", 60, 400);
  if (dice.chance(60)) table.set("keep_alive_s", dice.one_of({"0", "10", "30"}));
  table.word(30, "reliable", {"off", "supported", "required"});
  table.word(40, "session_timer", {"off", "supported", "required"});
  table.number(30, "session_expires", 90, 200);
  table.word(20, "refresher", {"auto", "uac", "uas"});
  table.flag(20, "late_offer");
  table.flag(20, "follow_redirects");
  table.word(20, "dtmf", {"rtp", "info"});
  if (dice.chance(5)) table.set("anonymous", "true");
  if (dice.chance(5)) table.set("dnd", "true");
  if (dice.chance(10)) table.set("subscribe_mwi", "true");
  for (const char* kind : {"forward_always", "forward_busy", "forward_no_answer"})
    if (dice.chance(6)) table.set(kind, "\"" + dice.one_of(users) + "\"");
  table.number(10, "forward_ring_s", 2, 20);
}

void write_desk(Dice& dice, std::string& text, const std::vector<std::string>& users) {
  if (dice.chance(30)) {
    Table table(dice, text, "\n[transfer]");
    table.word(50, "accept", {"in_dialog", "ask", "never"});
    table.word(30, "refer_from", {"nobody", "servers"});
    table.flag(20, "replaces");
    for (const char* key : {"on_hook", "blind_on_hook", "semi_attended"}) table.flag(50, key);
  }
  if (dice.chance(30)) {
    Table table(dice, text, "\n[conference]");
    table.flag(70, "connect_others");
    table.flag(70, "join_held");
  }
  if (dice.chance(30)) {
    Table table(dice, text, "\n[dial]");
    table.number(50, "inter_digit_ms", 1000, 5000);
    table.flag(40, "on_hook_sends");
    if (dice.chance(25)) {
      table.set("hotline", "\"" + dice.one_of(users) + "\"");
      table.number(60, "hotline_ms", 0, 5000);
    }
  }
  if (dice.chance(20)) {
    Table table(dice, text, "\n[intercom]");
    for (const char* key : {"mute", "tone", "barge"}) table.flag(50, key);
  }
  if (dice.chance(15)) {
    Table table(dice, text, "\n[sip]");
    table.flag(50, "dialog_events");
    table.word(30, "accept_from", {"anyone", "servers"});
    table.word(30, "nat", {"none", "rport"});
  }
}

void write_keys(Dice& dice, std::string& text, const std::vector<std::string>& users) {
  const std::size_t count = dice.chance(25) ? dice.between(1, 5) : 0;
  for (std::size_t n = 1; n <= count; ++n) {
    Table table(dice, text, "\n[[key]]");
    const bool is_line = n == 1 || dice.chance(40);
    table.set("name", "\"" + std::string(is_line ? "L" : "D") + std::to_string(n) + "\"");
    const auto type = is_line ? std::string("line")
                              : dice.one_of({"speed_dial", "forward", "dnd", "transfer", "hold",
                                             "conference", "redial", "call_return"});
    table.set("type", "\"" + type + "\"");
    if (type == "speed_dial" || type == "forward" || type == "transfer")
      table.set("value", "\"" + dice.one_of(users) + "\"");
  }
}

}  // namespace

Cast make_cast(Dice& dice) {
  Cast cast;
  const std::size_t count = dice.between(2, names.size());
  std::vector<std::size_t> accounts;
  for (std::size_t i = 0; i < count; ++i) {
    accounts.push_back(dice.chance(15) ? 2 : 1);
    for (std::size_t n = 0; n < accounts.back(); ++n)
      cast.users.push_back(std::to_string(1001 + cast.users.size()));
  }
  std::size_t next = 0;
  for (std::size_t i = 0; i < count; ++i) {
    CastPhone phone{names[i], {}};
    write_phone(dice, phone.settings, phone.name);
    for (std::size_t n = 0; n < accounts[i]; ++n)
      write_account(dice, phone.settings, cast.users[next++], cast.users);
    write_desk(dice, phone.settings, cast.users);
    write_keys(dice, phone.settings, cast.users);
    cast.phones.push_back(std::move(phone));
  }
  return cast;
}

}  // namespace offhook::sim::swarm

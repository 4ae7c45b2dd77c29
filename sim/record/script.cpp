// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/script.hpp"

#include "sim/record/wire_forms.hpp"

namespace offhook::sim::record {
namespace {

/// What is compared: all of it but the answer of the network, which is not the phone's.
std::string compared(Kind kind, std::string_view body) {
  if (kind == Kind::sent) {
    if (auto form = unpack_form<DatagramOut>(body)) {
      form->status.clear();
      return pack_form(*std::move(form));
    }
  } else if (kind == Kind::stream_sent) {
    if (auto form = unpack_form<StreamOut>(body)) {
      form->status.clear();
      return pack_form(*std::move(form));
    }
  }
  return std::string(body);
}

}  // namespace

std::string describe_output(Kind kind, std::string_view body) {
  const std::string name(name_of(kind));
  switch (kind) {
    case Kind::sent:
      if (const auto form = unpack_form<DatagramOut>(body))
        return name + " to " + form->to.to_string() + "\n" + form->octets;
      break;
    case Kind::stream_sent:
      if (const auto form = unpack_form<StreamOut>(body))
        return (form->finished ? "no more octets to connection " : name + " to connection ") +
               std::to_string(form->connection) + "\n" + form->octets;
      break;
    case Kind::dns_asked:
      if (const auto form = unpack_form<DnsAsked>(body))
        return name + " " + std::string(transport::to_string(form->type)) + " " + form->name;
      break;
    default:
      return name + "\n" + std::string(body);
  }
  return name + ", unreadable";
}

Script::Script(const Recording& recording) : whole_(recording.damage.empty()) {
  for (const auto& entry : recording.entries) {
    if (is_output(entry.kind))
      outputs_.push_back(&entry);
    else if (!is_input(entry.kind))
      results_[entry.kind].push_back(&entry);
    if (entry.kind == Kind::full) whole_ = false;
  }
}

std::optional<std::string> Script::take_result(Kind kind) {
  auto& waiting = results_[kind];
  if (waiting.empty()) {
    if (whole_) differ("nothing", "asked for one more: " + std::string(name_of(kind)));
    return std::nullopt;
  }
  auto body = waiting.front()->body;
  waiting.pop_front();
  return body;
}

std::optional<std::string> Script::expect_output(Kind kind, std::string_view now) {
  if (next_output_ >= outputs_.size()) {
    if (whole_) differ("nothing", describe_output(kind, now));
    return std::nullopt;
  }
  const Entry& then = *outputs_[next_output_++];
  if (then.kind == kind && compared(kind, then.body) == compared(kind, now)) return then.body;
  differ(describe_output(then.kind, then.body), describe_output(kind, now));
  return std::nullopt;
}

void Script::finish() {
  if (next_output_ >= outputs_.size()) return;
  const Entry& then = *outputs_[next_output_];
  differ(describe_output(then.kind, then.body), "nothing");
}

/// The first counts: what follows from it is no news.
void Script::differ(std::string then, std::string now) {
  if (!difference_) difference_ = Difference{at_, next_output_, std::move(then), std::move(now)};
}

}  // namespace offhook::sim::record

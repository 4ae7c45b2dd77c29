// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/far_proxy.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace offhook::sim::scenario {
namespace {

bool is_challenge(int status) { return status == 401 || status == 407; }

std::vector<const ExpectedRow*> rows_of(const ExpectedLadder& ladder) {
  std::vector<const ExpectedRow*> rows;
  for (const auto& item : ladder)
    for (const auto& row : item.rows) rows.push_back(&row);
  return rows;
}

bool is_request_of(const ExpectedRow& request, const ExpectedRow& response) {
  return request.kind == ExpectedKind::request && request.from == response.to &&
         request.to == response.from && request.method != "ACK" &&
         (response.method.empty() || response.method == request.method);
}

/// The rows of every challenged attempt.
std::set<const ExpectedRow*> challenged(const ExpectedLadder& ladder) {
  const auto rows = rows_of(ladder);
  std::set<const ExpectedRow*> gone;
  for (auto row = rows.begin(); row != rows.end(); ++row) {
    if ((*row)->kind != ExpectedKind::response || !is_challenge((*row)->status)) continue;
    gone.insert(*row);
    const auto request = std::find_if(
        std::make_reverse_iterator(row), rows.rend(),
        [&](const auto* each) { return !gone.contains(each) && is_request_of(*each, **row); });
    if (request == rows.rend()) continue;
    gone.insert(*request);
    if ((*request)->method != "INVITE") continue;
    const auto ack = std::find_if(row, rows.end(), [&](const auto* each) {
      return each->method == "ACK" && each->from == (*request)->from && each->to == (*request)->to;
    });
    if (ack != rows.end()) gone.insert(*ack);
  }
  return gone;
}

ExpectedLadder without(const ExpectedLadder& ladder,
                       const std::function<bool(const ExpectedRow&)>& goes) {
  ExpectedLadder kept;
  for (const auto& item : ladder) {
    ExpectedItem rest = item;
    rest.rows.clear();
    for (const auto& row : item.rows)
      if (!goes(row)) rest.rows.push_back(row);
    if (!rest.rows.empty() || item.kind == ExpectedItem::Kind::anything)
      kept.push_back(std::move(rest));
  }
  return kept;
}

}  // namespace

ExpectedLadder without_challenges(const ExpectedLadder& ladder) {
  const auto gone = challenged(ladder);
  auto kept = without(ladder, [&](const ExpectedRow& row) { return gone.contains(&row); });
  for (auto& item : kept)
    for (auto& row : item.rows)
      std::erase_if(row.matchers, [](const Matcher& matcher) { return matcher.field == "auth"; });
  return kept;
}

ExpectedLadder without_trying(const ExpectedLadder& ladder) {
  return without(ladder, [](const ExpectedRow& row) {
    return row.kind == ExpectedKind::response && row.status == 100;
  });
}

Observed without_challenges(Observed observed) {
  std::set<std::string> refused;  // by what names a transaction
  const auto name = [](const ObservedRow& row, bool is_answer) {
    const auto& message = *row.message;
    const bool is_invite =
        message.cseq().method_text == "INVITE" || message.cseq().method_text == "ACK";
    return (is_answer ? row.row.to + " " + row.row.from : row.row.from + " " + row.row.to) + " " +
           std::string(message.call_id()) + " " + std::to_string(message.cseq().number) + " " +
           (is_invite ? "INVITE" : std::string(message.cseq().method_text));
  };
  for (const auto& row : observed.rows)
    if (is_challenge(row.row.status)) refused.insert(name(row, true));
  std::erase_if(observed.rows, [&](const ObservedRow& row) {
    return refused.contains(name(row, row.row.kind == RowKind::response));
  });
  return observed;
}

}  // namespace offhook::sim::scenario

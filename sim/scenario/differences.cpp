// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cctype>

#include "sim/scenario/compare.hpp"
#include "sim/scenario/quantities.hpp"

namespace offhook::sim::scenario {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool satisfies(const Matcher& matcher, const std::optional<std::string>& value) {
  using enum Matcher::Relation;
  if (matcher.relation == equals && matcher.value.empty()) return !value || value->empty();
  if (!value) return false;
  switch (matcher.relation) {
    case present:
      return true;
    case equals:
      return lower(*value) == lower(matcher.value);
    case contains:
      return lower(*value).find(lower(matcher.value)) != std::string::npos;
    default:
      break;
  }
  const auto is = parse_number(*value), limit = parse_number(matcher.value);
  if (!is || !limit) return false;
  return matcher.relation == at_least ? *is >= *limit : *is <= *limit;
}

std::string wanted(const Matcher& matcher) {
  switch (matcher.relation) {
    case Matcher::Relation::present:
      return "to be there";
    case Matcher::Relation::contains:
      return "'" + matcher.value + "' in it";
    case Matcher::Relation::at_least:
      return "at least " + matcher.value;
    case Matcher::Relation::at_most:
      return "at most " + matcher.value;
    default:
      return matcher.value.empty() ? "none" : matcher.value;
  }
}

std::string kind_of(const LadderRow& row) {
  return row.kind == RowKind::response ? std::to_string(row.status) + " " + row.method : row.method;
}

bool is_kind(const ExpectedRow& expected, const LadderRow& row) {
  if (expected.kind == ExpectedKind::response)
    return row.kind == RowKind::response && row.status == expected.status &&
           (expected.method.empty() || row.method == expected.method);
  return row.kind == RowKind::request && row.method == expected.method;
}

std::string expected_kind(const ExpectedRow& expected) {
  if (expected.kind != ExpectedKind::response) return expected.method;
  return std::to_string(expected.status) +
         (expected.method.empty() ? std::string() : " " + expected.method);
}

}  // namespace

std::vector<std::string> differences(const ExpectedRow& expected, const ObservedRow& observed) {
  std::vector<std::string> all;
  const auto& row = observed.row;
  const auto differs = [&](std::string_view what, std::string_view wish, std::string_view is) {
    all.push_back(std::string(what) + ": expected " + std::string(wish) + ", is " +
                  std::string(is.empty() ? "none" : is));
  };
  if (row.from != expected.from) differs("sender", expected.from, row.from);
  if (row.to != expected.to) differs("receiver", expected.to, row.to);
  if (!is_kind(expected, row)) differs("message", expected_kind(expected), kind_of(row));
  if (!expected.target.empty() && row.target != expected.target)
    differs("target", expected.target, row.target);
  for (const auto& matcher : expected.matchers) {
    const auto value = field_of(observed, matcher.field);
    if (!satisfies(matcher, value))
      differs(matcher.field, wanted(matcher), value.value_or("missing"));
  }
  return all;
}

}  // namespace offhook::sim::scenario

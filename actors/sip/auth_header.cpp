// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/auth_header.hpp"

#include "actors/sip/grammar.hpp"

namespace offhook::sip {
namespace {

/// scheme, white space, then name=value with commas between (RFC 3261 §25.1, credentials,
/// challenge). A scheme other than Digest may hold anything: it is kept, and cannot be answered.
absl::Status parse_into(std::string_view text, std::string& scheme, Params& params) {
  std::string_view rest = grammar::trim(text);
  const std::size_t length = grammar::run(rest, grammar::token);
  const auto malformed = [&] {
    return invalid_argument("authentication header is malformed at offset " +
                            std::to_string(rest.data() - text.data()));
  };
  if (length == 0) return malformed();
  scheme = rest.substr(0, length);
  rest = grammar::trim(rest.substr(length));
  while (!rest.empty()) {
    const std::size_t name_length = grammar::run(rest, grammar::token);
    if (name_length == 0) return malformed();
    const std::string_view name = rest.substr(0, name_length);
    rest = grammar::trim_left(rest.substr(name_length));
    if (rest.empty() || rest.front() != '=') return malformed();
    rest = grammar::trim_left(rest.substr(1));
    const bool quoted = !rest.empty() && rest.front() == '"';
    const std::size_t value_length =
        quoted ? grammar::quoted_length(rest) : grammar::run(rest, grammar::value);
    if (value_length == grammar::npos) return malformed();
    params.emplace_back(name, rest.substr(0, value_length));
    rest = grammar::trim_left(rest.substr(value_length));
    if (rest.empty()) break;
    if (rest.front() != ',') return malformed();
    while (!rest.empty() && (rest.front() == ',' || grammar::is_space(rest.front())))
      rest.remove_prefix(1);  // some servers write ",," or end in ","
  }
  return absl::OkStatus();
}

std::string write(const std::string& scheme, const Params& params) {
  std::string text = scheme;
  std::string_view separator = " ";
  for (const auto& [name, value] : params) {
    text.append(separator).append(name).append(1, '=').append(value);
    separator = ", ";
  }
  return text;
}

std::string plain(const Params& params, std::string_view name) {
  return unquote(find_param(params, name).value_or(""));
}

}  // namespace

std::string Challenge::get(std::string_view name) const { return plain(params, name); }
std::string Credentials::get(std::string_view name) const { return plain(params, name); }

bool Challenge::is_stale() const { return grammar::equal_ignoring_case(get("stale"), "true"); }

absl::StatusOr<Challenge> parse_challenge(std::string_view text) {
  Challenge challenge;
  if (auto status = parse_into(text, challenge.scheme, challenge.params); !status.ok())
    return status;
  return challenge;
}

absl::StatusOr<Credentials> parse_credentials(std::string_view text) {
  Credentials credentials;
  if (auto status = parse_into(text, credentials.scheme, credentials.params); !status.ok())
    return status;
  return credentials;
}

std::string to_string(const Challenge& challenge) {
  return write(challenge.scheme, challenge.params);
}
std::string to_string(const Credentials& credentials) {
  return write(credentials.scheme, credentials.params);
}

}  // namespace offhook::sip

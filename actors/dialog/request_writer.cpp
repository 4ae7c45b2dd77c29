// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/request_writer.hpp"

#include <utility>

#include "actors/sip/asserted_identity.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::dialog {
namespace {

sip::NameAddr from_of(const sip::Account& account) {
  if (account.anonymous) return sip::anonymous_address();
  sip::NameAddr from;
  if (auto uri = sip::parse_uri(account.aor); uri.ok()) from.uri = *std::move(uri);
  from.display_name = account.display_name;
  return from;
}

}  // namespace

sip::Draft request_outside(const sip::Account& account, sip::Method method, std::string_view target,
                           const RequestNames& names) {
  auto from = from_of(account);
  sip::set_param(from.params, "tag", names.from_tag);
  auto draft = sip::Draft::request(method, target);
  draft.use_compact_names(account.compact_headers);
  for (const auto& route : sip::preloaded_routes(account)) draft.append("Route", route);
  draft.append("Max-Forwards", "70")
      .append("From", sip::to_string(from))
      .append("To", "<" + std::string(target) + ">")
      .append("Call-ID", names.call_id)
      .append("CSeq", std::to_string(names.cseq) + " " + std::string(sip::to_string(method)));
  return draft;
}

absl::StatusOr<sip::MessagePtr> write_authorized(sip::Draft draft, Authenticator& authenticator,
                                                 std::string_view user_agent,
                                                 const sip::Uri* next_hop) {
  if (!user_agent.empty()) draft.append("User-Agent", user_agent);
  auto message = draft.try_build();
  if (!message.ok()) return message;
  const auto& bare = **message;
  authenticator.authorize(draft, bare.method(), bare.request_uri_text(),
                          next_hop != nullptr ? *next_hop : next_hop_of(bare), bare.body());
  return draft.try_build();
}

RequestWriter::RequestWriter(const sip::Account& account, std::string user_agent,
                             RandomSource& random)
    : account_(account), user_agent_(std::move(user_agent)), authenticator_(account, random) {}

absl::StatusOr<sip::MessagePtr> RequestWriter::finish(sip::Draft draft,
                                                      std::optional<sip::Uri> next_hop) {
  auto message = write_authorized(std::move(draft), authenticator_, user_agent_,
                                  next_hop ? &*next_hop : nullptr);
  if (!message.ok()) return message;
  newest_ = *message;
  next_hop_ = next_hop ? *std::move(next_hop) : next_hop_of(*newest_);
  return message;
}

bool RequestWriter::must_repeat(const sip::Message& response) {
  const int status = response.status();
  const bool challenged = newest_ && (status == 401 || status == 407);
  if (challenged && ++challenges_ <= max_challenges &&
      authenticator_.receive(*newest_, response, next_hop_) == ChallengeOutcome::answer)
    return true;
  if (newest_ && sip::is_success(status)) authenticator_.accepted(*newest_, response, next_hop_);
  challenges_ = 0;
  return false;
}

bool RequestWriter::goes_to_server(std::string_view target) const {
  return authenticator_.serves(first_hop(account_, target));
}

}  // namespace offhook::dialog

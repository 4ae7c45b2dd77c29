// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/message.hpp"

#include "actors/base/status.hpp"
#include "actors/sip/grammar.hpp"

namespace offhook::sip {
namespace {

/// What the parser has read once can be read again.
template <class T>
T must(absl::StatusOr<T> result) {
  OFFHOOK_CHECK(result.ok());
  return *std::move(result);
}

}  // namespace

Uri Message::request_uri() const { return must(parse_uri(request_uri_)); }

std::optional<std::string_view> Message::header(HeaderId id) const {
  const std::size_t first = first_[index_of(id)];
  if (first == 0 || id == HeaderId::other) return std::nullopt;
  return fields()[first - 1].value;
}

std::optional<std::string_view> Message::header(std::string_view name) const {
  const HeaderId id = parse_header_name(name);
  if (id != HeaderId::other) return header(id);
  for (const Field field : fields())
    if (field.id == HeaderId::other && grammar::equal_ignoring_case(field.name, name))
      return field.value;
  return std::nullopt;
}

Message::Values Message::headers(HeaderId id) const {
  Values values;
  const std::size_t first = first_[index_of(id)];
  if (first == 0) return values;
  const bool list = is_list(id);
  for (std::size_t i = first - 1; i < fields_.size(); ++i) {
    if (fields_.id(i) != id) continue;
    std::string_view rest = fields()[i].value;
    std::string_view element;
    if (!list)
      values.push_back(rest);
    else
      while (grammar::next_element(rest, element))
        if (!element.empty()) values.push_back(element);
  }
  return values;
}

bool Message::lists(HeaderId id, std::string_view token) const {
  for (const Field field : fields())
    if (field.id == id && list_contains(field.value, token)) return true;
  return false;
}

std::vector<Via> Message::vias() const {
  std::vector<Via> vias;
  for (std::string_view value : headers(HeaderId::via))
    if (auto via = parse_via(value); via.ok()) vias.push_back(*via);
  return vias;
}

NameAddr Message::from() const { return must(parse_name_addr(*header(HeaderId::from))); }
NameAddr Message::to() const { return must(parse_name_addr(*header(HeaderId::to))); }

std::optional<Contact> Message::contact() const {
  for (std::string_view value : headers(HeaderId::contact))
    if (auto contact = parse_contact(value); contact.ok()) return *std::move(contact);
  return std::nullopt;
}

std::vector<Contact> Message::contacts() const {
  std::vector<Contact> contacts;
  for (std::string_view value : headers(HeaderId::contact))
    if (auto contact = parse_contact(value); contact.ok()) contacts.push_back(*std::move(contact));
  return contacts;
}

std::vector<NameAddr> Message::name_addrs(HeaderId id) const {
  std::vector<NameAddr> addresses;
  for (std::string_view value : headers(id)) addresses.push_back(must(parse_name_addr(value)));
  return addresses;
}

std::vector<NameAddr> Message::routes() const { return name_addrs(HeaderId::route); }
std::vector<NameAddr> Message::record_routes() const { return name_addrs(HeaderId::record_route); }

std::optional<std::uint32_t> Message::max_forwards() const {
  return parse_number(header(HeaderId::max_forwards).value_or(""));
}

std::optional<std::uint32_t> Message::expires() const {
  return parse_number(header(HeaderId::expires).value_or(""));
}

std::string_view Message::content_type() const {
  return header(HeaderId::content_type).value_or("");
}

bool Message::has_body_of(std::string_view media_type) const {
  return !body_.empty() &&
         grammar::equal_ignoring_case(split_params(content_type()).value, media_type);
}

}  // namespace offhook::sip

// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/store.hpp"

namespace offhook::phone {
namespace {

struct Apply {
  Remembered& to;
  void operator()(const KeepCall& change) const { to.calls[change.entry.id] = change.entry; }
  void operator()(const ForgetCalls& change) const {
    for (const auto id : change.ids) to.calls.erase(id);
  }
  void operator()(const KeepContact& change) const {
    to.contacts[change.contact.contact_id] = change.contact;
  }
  void operator()(const ForgetContact& change) const { to.contacts.erase(change.contact_id); }
  void operator()(const KeepValue& change) const { to.values[change.name] = change.text; }
};

}  // namespace

void apply(Remembered& to, const Change& change) { std::visit(Apply{to}, change); }

}  // namespace offhook::phone

// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_transfer.hpp"

#include "actors/phone/settings_codes.hpp"
#include "actors/phone/settings_features.hpp"
#include "actors/phone/settings_watch.hpp"

namespace offhook::phone {

SettingsReader::Handler transfer_settings(SettingsReader& reader, PhoneSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    using enum call::TransferPolicy;
    auto& keys = into.desk.transfer;
    reader.read(
        table, "transfer",
        {{"accept", reader.choice<call::TransferPolicy>(
                        into.transfers, {{"in_dialog", accept}, {"ask", ask}, {"never", never}})},
         {"refer_from",
          reader.choice<ReferFrom>(
              into.refer_from, {{"nobody", ReferFrom::nobody}, {"servers", ReferFrom::servers}})},
         {"replaces", reader.flag(into.may_be_replaced)},
         {"refer_to",
          reader.choice<bool>(into.refer_to_address, {{"contact", false}, {"address", true}})},
         {"mailbox_prefix", dialled_digits(reader, keys.mailbox_prefix)},
         {"digits", dialled_digits(reader, keys.digits)},
         {"key", key_in_call(reader, into.desk.watch)},
         {"on_hook", reader.flag(keys.on_hook)},
         {"blind_on_hook", reader.flag(keys.blind_on_hook)},
         {"semi_attended", reader.flag(keys.semi_attended)}});
  });
}

}  // namespace offhook::phone

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/ctl_client.hpp"

namespace offhook::phone {
struct Contact;
}

namespace offhook::cli {

/// `offhook ctl contacts import FILE` and `export [FILE]`: the contacts of a phone as CSV.
class CtlContacts : public CtlClient {
 protected:
  using CtlClient::CtlClient;

  /// Reads the whole file before it changes anything. A contact is one that is there already if its
  /// contact_id or, without one, its name and group are the same.
  int import_contacts(const std::string& path);
  /// Into a file, or to the output if `path` is "".
  int export_contacts(const std::string& path);

 private:
  struct Outcome {
    std::size_t added = 0, changed = 0, left = 0;
  };
  [[nodiscard]] std::optional<std::vector<phone::Contact>> contacts_there();
  /// Waits where the engine wants requests to come slower.
  bool order(const std::string& method, const boost::json::object& params);
  bool put(const phone::Contact& contact, const std::vector<phone::Contact>& there,
           Outcome& outcome);
};

}  // namespace offhook::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace offhook::transaction {

/// Which user hears of which dialog. `Handle` needs `address()`, an ordered identity: claims end
/// together with their owner.
template <class Handle>
class DialogClaims {
 public:
  using Address = decltype(std::declval<const Handle&>().address());

  /// True if this is the owner's first claim. A second claim of a dialog replaces the first.
  bool claim(const std::string& dialog, const Handle& owner) {
    release(dialog);
    owners_.insert_or_assign(dialog, owner);
    auto& dialogs = dialogs_of_[owner.address()];
    dialogs.push_back(dialog);
    return dialogs.size() == 1;
  }

  /// The owner, if that was its last claim.
  Handle release(const std::string& dialog) {
    const auto found = owners_.find(dialog);
    if (found == owners_.end()) return Handle{};
    Handle owner = found->second;
    owners_.erase(found);
    auto& dialogs = dialogs_of_[owner.address()];
    std::erase(dialogs, dialog);
    if (!dialogs.empty()) return Handle{};
    dialogs_of_.erase(owner.address());
    return owner;
  }

  void release_all_of(const Address& owner) {
    const auto found = dialogs_of_.find(owner);
    if (found == dialogs_of_.end()) return;
    for (const auto& dialog : found->second) owners_.erase(dialog);
    dialogs_of_.erase(found);
  }

  /// Null if nobody has claimed it.
  [[nodiscard]] Handle owner_of(const std::string& dialog) const {
    const auto found = owners_.find(dialog);
    return found == owners_.end() ? Handle{} : found->second;
  }

  [[nodiscard]] std::size_t size() const { return owners_.size(); }

 private:
  std::unordered_map<std::string, Handle> owners_;  ///< found by key, never walked
  std::map<Address, std::vector<std::string>> dialogs_of_;
};

}  // namespace offhook::transaction

// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/plugin_loader.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <dlfcn.h>

namespace offhook::hal {

namespace fs = std::filesystem;

namespace {

constexpr const char* entry_symbol = "offhook_plugin_entry";

absl::Status refuse(const fs::path& path, std::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(path.string(), ": ", to_absl(why)));
}

bool has_text(const char* text) { return text != nullptr && *text != '\0'; }

absl::Status check_entry(const fs::path& path, const offhook_plugin& entry) {
  // Size and major first: with another major nothing else is where we look for it.
  if (!OFFHOOK_HAS_MEMBER(&entry, offhook_plugin, abi_major))
    return refuse(path, absl::StrCat(entry_symbol, " is too short (", entry.struct_size,
                                     " bytes): was struct_size set?"));
  if (entry.abi_major != OFFHOOK_ABI_MAJOR)
    return refuse(path, absl::StrCat("built for board ABI ", entry.abi_major, ", this phone has ",
                                     OFFHOOK_ABI_MAJOR, ": rebuild it against hal/include"));
  if (!OFFHOOK_HAS_MEMBER(&entry, offhook_plugin, descriptor))
    return refuse(path, absl::StrCat(entry_symbol, " is too short (", entry.struct_size,
                                     " bytes): was struct_size set?"));
  if (entry.descriptor == nullptr) return refuse(path, "the descriptor is missing");
  return absl::OkStatus();
}

absl::Status check_descriptor(const fs::path& path, const offhook_descriptor& descriptor) {
  if (!OFFHOOK_HAS_MEMBER(&descriptor, offhook_descriptor, create))
    return refuse(path, absl::StrCat("the descriptor is too short (", descriptor.struct_size,
                                     " bytes): was struct_size set?"));
  const std::initializer_list<std::pair<const char*, const char*>> texts = {
      {"id", descriptor.id},
      {"name", descriptor.name},
      {"vendor", descriptor.vendor},
      {"version", descriptor.version}};
  for (const auto& [member, text] : texts)
    if (!has_text(text)) return refuse(path, absl::StrCat("the descriptor has no ", member));
  if (descriptor.capabilities == nullptr) return refuse(path, "the descriptor has no capabilities");
  if (descriptor.create == nullptr) return refuse(path, "the descriptor has no create");
  return absl::OkStatus();
}

std::vector<std::string> texts_of(const char* const* null_ended) {
  std::vector<std::string> texts;
  for (; *null_ended != nullptr; ++null_ended) texts.emplace_back(*null_ended);
  return texts;
}

}  // namespace

void Plugin::CloseLibrary::operator()(void* library) const { dlclose(library); }

Plugin::Plugin(Library library, const offhook_plugin& entry, const fs::path& path)
    : library_(std::move(library)),
      descriptor_(entry.descriptor),
      info_{.path = path,
            .id = descriptor_->id,
            .name = descriptor_->name,
            .vendor = descriptor_->vendor,
            .version = descriptor_->version,
            .capabilities = texts_of(descriptor_->capabilities),
            .abi_minor = entry.abi_minor} {}

absl::StatusOr<std::shared_ptr<const Plugin>> Plugin::open(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored))
    return not_found(absl::StrCat(path.string(), ": no such file"));
  // An absolute path, or dlopen() would search the system's library directories for a bare name.
  // RTLD_NOW: a symbol that is missing shows here and not during a call.
  Library library(dlopen(fs::absolute(path).c_str(), RTLD_NOW | RTLD_LOCAL));
  if (!library) return refuse(path, absl::StrCat("cannot be loaded: ", dlerror()));
  const auto* entry = static_cast<const offhook_plugin*>(dlsym(library.get(), entry_symbol));
  if (entry == nullptr)
    return refuse(path, absl::StrCat("no symbol ", entry_symbol, ": is this an offhook board?"));
  if (auto status = check_entry(path, *entry); !status.ok()) return status;
  if (auto status = check_descriptor(path, *entry->descriptor); !status.ok()) return status;
  return std::shared_ptr<const Plugin>(new Plugin(std::move(library), *entry, path));
}

absl::StatusOr<std::shared_ptr<const Plugin>> PluginLoader::load(std::string_view name) const {
  if (name.find('/') != std::string_view::npos) return Plugin::open(fs::path(name));
  const std::string file = absl::StrCat(to_absl(name), ".so");
  for (const auto& directory : directories_)
    if (std::error_code ignored; fs::is_regular_file(directory / file, ignored))
      return Plugin::open(directory / file);
  const auto append_path = [](std::string* out, const fs::path& directory) {
    out->append(directory.string());
  };
  return not_found(absl::StrCat("board ", to_absl(name), ": no ", file, " in ",
                                directories_.empty()
                                    ? "an empty list of directories"
                                    : absl::StrJoin(directories_, ", ", append_path)));
}

std::vector<fs::path> PluginLoader::candidates() const {
  std::vector<fs::path> all;
  for (const auto& directory : directories_) {
    std::vector<fs::path> here;
    std::error_code ignored;
    for (const auto& file : fs::directory_iterator(directory, ignored))
      if (file.path().extension() == ".so") here.push_back(file.path());
    std::sort(here.begin(), here.end());
    all.insert(all.end(), here.begin(), here.end());
  }
  return all;
}

}  // namespace offhook::hal

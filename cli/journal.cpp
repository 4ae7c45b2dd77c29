// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/journal.hpp"

#include <cerrno>
#include <csignal>
#include <utility>

#include <unistd.h>

namespace offhook::cli {
namespace {

/// What a crash finds unwritten.
volatile std::sig_atomic_t has_lines = 0;
const std::string* lines = nullptr;

/// Of stderr, which takes what it takes: a reader that has gone is no reason to end.
void put(const char* text, std::size_t size) {
  while (size > 0) {
    const auto written = ::write(STDERR_FILENO, text, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text += written;
    size -= static_cast<std::size_t>(written);
  }
}

extern "C" void save_lines_and_die(int signal) {
  if (has_lines != 0) put(lines->data(), lines->size());
  ::raise(signal);  // the handler was taken off when it was called
}

}  // namespace

Journal::Journal() {
  waiting_.reserve(most_octets + 1024);
  lines = &waiting_;
  struct sigaction action {};
  action.sa_handler = save_lines_and_die;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE}) ::sigaction(signal, &action, nullptr);
}

Journal::~Journal() {
  flush();
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE}) ::signal(signal, SIG_DFL);
  lines = nullptr;
}

void Journal::add(std::string_view line) {
  has_lines = 0;
  waiting_.append(line).push_back('\n');
  has_lines = 1;
  if (waiting_.size() > most_octets) flush();
}

void Journal::flush() {
  if (waiting_.empty()) return;
  put(waiting_.data(), waiting_.size());
  has_lines = 0;
  waiting_.clear();
}

}  // namespace offhook::cli

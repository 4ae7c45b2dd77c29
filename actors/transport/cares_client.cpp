// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/cares_client.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <ares.h>
#include <arpa/nameser.h>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <netdb.h>

#include "actors/base/log.hpp"
#include "actors/transport/dns_wire.hpp"

namespace offhook::transport {
namespace {

namespace asio = boost::asio;

constexpr int first_timeout_ms = 1500;  // doubled at each further try
constexpr int tries = 2;

int wire_type(RecordType type) {
  switch (type) {
    case RecordType::a:
      return ns_t_a;
    case RecordType::aaaa:
      return ns_t_aaaa;
    case RecordType::srv:
      return ns_t_srv;
    case RecordType::naptr:
      return ns_t_naptr;
  }
  return ns_t_a;
}

DnsOutcome outcome_of(int status) {
  switch (status) {
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
    case ARES_EBADNAME:  // nobody has a name that cannot be written
      return DnsOutcome::nothing;
    case ARES_ETIMEOUT:
      return DnsOutcome::no_reply;
    default:  // ARES_ECONNREFUSED too: c-ares says so when a server answered REFUSED or SERVFAIL
      return DnsOutcome::server_failed;
  }
}

/// c-ares wants to be initialised once in a process, and is not thread-safe in that.
bool library_is_ready() {
  static const bool ready = ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
  return ready;
}

}  // namespace

class CaresClient::Channel : public std::enable_shared_from_this<Channel> {
 public:
  Channel(asio::io_context& io, std::vector<Endpoint> servers)
      : io_(io), timer_(io), servers_(std::move(servers)) {}
  ~Channel() { close(); }

  void ask(const DnsQuestion& question, Answer answer) {
    if (is_stale_ && under_way_ == 0) close();
    if (ares_ == nullptr && !open()) return answer({DnsOutcome::no_reply, {}, {}});
    if (auto known = from_hosts_file(question)) return answer(*std::move(known));
    ++under_way_;
    auto* asked = new Asked{this, std::move(answer)};
    ares_query(ares_, question.name.c_str(), ns_c_in, wire_type(question.type), &answered, asked);
    set_timer();
  }

  /// Without answers: whoever asked is perhaps gone.
  void close() {
    timer_.cancel();
    if (ares_ != nullptr) ares_destroy(std::exchange(ares_, nullptr));
    sockets_.clear();
    is_stale_ = false;
  }

 private:
  struct Asked {
    Channel* channel;
    Answer answer;
  };
  struct Socket {
    explicit Socket(asio::io_context& io, ares_socket_t fd) : descriptor(io, fd) {}
    ~Socket() { let_go(); }
    /// c-ares closes it, at once: the number may be another socket's a moment later.
    void let_go() {
      if (descriptor.is_open()) descriptor.release();
    }
    asio::posix::stream_descriptor descriptor;
    bool wants_read = false, wants_write = false;
    bool reads = false, writes = false;  ///< a wait is under way
  };

  bool open() {
    if (!library_is_ready()) return false;
    ares_options options{};
    options.flags = ARES_FLAG_EDNS;
    options.timeout = first_timeout_ms;
    options.tries = tries;
    options.ednspsz = 1232;  // fits into every path (DNS flag day 2020)
    options.sock_state_cb = &socket_changed;
    options.sock_state_cb_data = this;
    const int wanted = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ |
                       ARES_OPT_SOCK_STATE_CB;
    if (ares_init_options(&ares_, &options, wanted) != ARES_SUCCESS) {
      ares_ = nullptr;
      return false;
    }
    std::string list;
    for (const auto& server : servers_) list += (list.empty() ? "" : ",") + server.to_string();
    if (!list.empty() && ares_set_servers_ports_csv(ares_, list.c_str()) != ARES_SUCCESS)
      log::warning("name servers not understood: " + list);
    return true;
  }

  std::optional<DnsReply> from_hosts_file(const DnsQuestion& question) {
    if (question.type != RecordType::a && question.type != RecordType::aaaa) return std::nullopt;
    const bool is_v6 = question.type == RecordType::aaaa;
    hostent* host = nullptr;
    if (ares_gethostbyname_file(ares_, question.name.c_str(), is_v6 ? AF_INET6 : AF_INET, &host) !=
        ARES_SUCCESS)
      return std::nullopt;
    DnsReply reply{DnsOutcome::found, {}, {}};
    for (char** address = host->h_addr_list; *address != nullptr; ++address) {
      std::array<std::uint8_t, 16> octets{};
      std::copy_n(*address, host->h_length, reinterpret_cast<char*>(octets.data()));
      const auto ip =
          is_v6 ? IpAddress::v6(octets) : IpAddress::v4(octets[0], octets[1], octets[2], octets[3]);
      reply.records.push_back({question.name, std::chrono::seconds{1}, ip});
    }
    ares_free_hostent(host);
    return reply;
  }

  static void answered(void* data, int status, int, unsigned char* octets, int length) {
    const std::unique_ptr<Asked> asked(static_cast<Asked*>(data));
    if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED) {
      --asked->channel->under_way_;
      return;
    }
    asked->channel->finish(*asked, status,
                           {reinterpret_cast<const char*>(octets),
                            octets == nullptr ? 0 : static_cast<std::size_t>(length)});
  }

  void finish(const Asked& asked, int status, std::string_view octets) {
    --under_way_;
    DnsReply reply{outcome_of(status), {}, {}};
    const bool is_about_a_name = status == ARES_SUCCESS || reply.outcome == DnsOutcome::nothing;
    if (is_about_a_name && !octets.empty()) reply = decode_reply(octets);
    // Somebody may have moved us to another network meanwhile.
    const bool failed =
        reply.outcome == DnsOutcome::no_reply || reply.outcome == DnsOutcome::server_failed;
    if (failed && servers_.empty()) is_stale_ = true;
    // Later: whoever gets it may ask again, or end us, and c-ares is in the middle of its work.
    asio::post(io_, [answer = asked.answer, reply = std::move(reply), self = weak_from_this()] {
      if (self.lock()) answer(reply);
    });
  }

  static void socket_changed(void* data, ares_socket_t fd, int readable, int writable) {
    auto& self = *static_cast<Channel*>(data);
    if (readable == 0 && writable == 0) {
      if (const auto gone = self.sockets_.extract(fd); !gone.empty()) gone.mapped()->let_go();
      return;
    }
    auto& socket = self.sockets_[fd];
    if (!socket) socket = std::make_shared<Socket>(self.io_, fd);
    socket->wants_read = readable != 0;
    socket->wants_write = writable != 0;
    self.wait(fd, socket);
  }

  void wait(ares_socket_t fd, const std::shared_ptr<Socket>& socket) {
    using Descriptor = asio::posix::stream_descriptor;
    if (socket->wants_read && !std::exchange(socket->reads, true))
      socket->descriptor.async_wait(Descriptor::wait_read, on_ready(fd, socket, true));
    if (socket->wants_write && !std::exchange(socket->writes, true))
      socket->descriptor.async_wait(Descriptor::wait_write, on_ready(fd, socket, false));
  }

  std::function<void(const boost::system::error_code&)> on_ready(
      ares_socket_t fd, const std::shared_ptr<Socket>& socket, bool reading) {
    return [this, fd, reading, self = weak_from_this(),
            weak = std::weak_ptr(socket)](const boost::system::error_code& failed) {
      const auto alive = self.lock();
      const auto same = weak.lock();
      if (!alive || !same || failed || ares_ == nullptr) return;
      (reading ? same->reads : same->writes) = false;
      ares_process_fd(ares_, reading ? fd : ARES_SOCKET_BAD, reading ? ARES_SOCKET_BAD : fd);
      const auto still = sockets_.find(fd);
      if (still != sockets_.end() && still->second == same) wait(fd, same);
      set_timer();
    };
  }

  void set_timer() {
    timeval left{};
    if (ares_ == nullptr || ares_timeout(ares_, nullptr, &left) == nullptr) {
      timer_.cancel();
      return;
    }
    timer_.expires_after(std::chrono::seconds(left.tv_sec) +
                         std::chrono::microseconds(left.tv_usec + 1000));
    timer_.async_wait([this, self = weak_from_this()](const boost::system::error_code& failed) {
      const auto alive = self.lock();
      if (!alive || failed || ares_ == nullptr) return;
      ares_process_fd(ares_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
      set_timer();
    });
  }

  asio::io_context& io_;
  asio::steady_timer timer_;
  std::vector<Endpoint> servers_;
  ares_channel ares_ = nullptr;
  std::map<ares_socket_t, std::shared_ptr<Socket>> sockets_;
  std::size_t under_way_ = 0;
  bool is_stale_ = false;
};

CaresClient::CaresClient(asio::io_context& io, std::vector<Endpoint> servers)
    : channel_(std::make_shared<Channel>(io, std::move(servers))) {}

CaresClient::~CaresClient() = default;

void CaresClient::ask(const DnsQuestion& question, Answer answer) {
  channel_->ask(question, std::move(answer));
}

}  // namespace offhook::transport

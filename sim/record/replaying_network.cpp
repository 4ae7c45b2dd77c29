// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/replaying_network.hpp"

#include <utility>

#include "sim/record/secrets.hpp"

namespace offhook::sim::record {
namespace {

using namespace transport;

absl::Status not_then() { return unavailable("this was not done when it was recorded"); }

class ReplayingSocket final : public DatagramSocket {
 public:
  ReplayingSocket(Script& script, std::uint32_t number, const Endpoint& local,
                  std::shared_ptr<ReplayingNetwork::Ends> ends)
      : script_(script), number_(number), local_(local), ends_(std::move(ends)) {}
  ~ReplayingSocket() override { *ends_ = {}; }
  ReplayingSocket(const ReplayingSocket&) = delete;
  ReplayingSocket& operator=(const ReplayingSocket&) = delete;

  [[nodiscard]] Endpoint local() const override { return local_; }
  absl::Status send(const Endpoint& to, std::string_view octets) override {
    const auto then = script_.expect_output(
        Kind::sent, pack_form(DatagramOut{"", number_, to, without_digests(octets)}));
    const auto form = then ? unpack_form<DatagramOut>(*then) : std::nullopt;
    return form ? unpack_status(form->status) : absl::OkStatus();
  }
  void on_unreachable(UnreachableHandler handler) override {
    ends_->unreachable = std::move(handler);
  }

 private:
  Script& script_;
  std::uint32_t number_;
  Endpoint local_;
  std::shared_ptr<ReplayingNetwork::Ends> ends_;
};

class ReplayingConnection final : public StreamConnection {
 public:
  ReplayingConnection(Script& script, std::uint8_t network, std::uint32_t number,
                      std::shared_ptr<ReplayingStreamNetwork::Ends> ends)
      : script_(script), network_(network), number_(number), ends_(std::move(ends)) {}
  ~ReplayingConnection() override { ends_->handlers = {}; }
  ReplayingConnection(const ReplayingConnection&) = delete;
  ReplayingConnection& operator=(const ReplayingConnection&) = delete;

  void start(StreamHandlers handlers) override { ends_->handlers = std::move(handlers); }
  [[nodiscard]] Endpoint local() const override { return ends_->local; }
  [[nodiscard]] Endpoint remote() const override { return ends_->remote; }
  absl::Status send(std::string_view octets) override {
    return output({"", network_, number_, without_digests(octets), false});
  }
  [[nodiscard]] std::size_t unsent() const override {
    std::uint64_t octets = 0;
    if (const auto then = script_.take_result(Kind::unsent)) {
      Unpacker unpack(*then);
      unpack(octets);
    }
    return octets;
  }
  void finish() override { (void)output({"", network_, number_, "", true}); }

 private:
  absl::Status output(StreamOut now) {
    const auto then = script_.expect_output(Kind::stream_sent, pack_form(std::move(now)));
    const auto form = then ? unpack_form<StreamOut>(*then) : std::nullopt;
    return form ? unpack_status(form->status) : absl::OkStatus();
  }

  Script& script_;
  std::uint8_t network_;
  std::uint32_t number_;
  std::shared_ptr<ReplayingStreamNetwork::Ends> ends_;
};

class ReplayingListener final : public StreamListener {
 public:
  ReplayingListener(const Endpoint& local, std::shared_ptr<StreamNetwork::AcceptHandler> accepted)
      : local_(local), accepted_(std::move(accepted)) {}
  [[nodiscard]] Endpoint local() const override { return local_; }

 private:
  Endpoint local_;
  std::shared_ptr<StreamNetwork::AcceptHandler> accepted_;
};

}  // namespace

// ---- datagrams ----

absl::StatusOr<std::unique_ptr<DatagramSocket>> ReplayingNetwork::bind(const Endpoint&,
                                                                       DatagramHandler arrived) {
  const auto number = next_++;
  const auto then = script_.take_result(Kind::bound);
  const auto form = then ? unpack_form<Opened>(*then) : std::nullopt;
  if (!form) return not_then();
  if (auto status = unpack_status(form->status); !status.ok()) return status;
  auto ends = std::make_shared<Ends>();
  ends->arrived = std::move(arrived);
  sockets_[number] = ends;
  return std::make_unique<ReplayingSocket>(script_, number, form->local, std::move(ends));
}

absl::StatusOr<std::unique_ptr<DatagramSocket>> ReplayingNetwork::join(const IpAddress&,
                                                                       const Endpoint& group,
                                                                       DatagramHandler arrived) {
  return bind(group, std::move(arrived));
}

void ReplayingNetwork::deliver(const DatagramIn& datagram) {
  if (const auto ends = sockets_[datagram.socket].lock())
    if (const auto arrived = ends->arrived) arrived(datagram.octets, datagram.from);
}

void ReplayingNetwork::deliver(const Unreachable& unreachable) {
  if (const auto ends = sockets_[unreachable.socket].lock())
    if (const auto handler = ends->unreachable) handler(unreachable.to);
}

// ---- connections ----

std::unique_ptr<StreamConnection> ReplayingStreamNetwork::make(std::uint32_t number,
                                                               const Endpoint& local,
                                                               const Endpoint& remote) {
  auto ends = std::make_shared<Ends>();
  ends->local = local;
  ends->remote = remote;
  connections_[number] = ends;
  return std::make_unique<ReplayingConnection>(script_, network_, number, std::move(ends));
}

absl::StatusOr<std::unique_ptr<StreamConnection>> ReplayingStreamNetwork::connect(
    const StreamRoute&) {
  const auto then = script_.take_result(Kind::connected);
  const auto form = then ? unpack_form<Connecting>(*then) : std::nullopt;
  if (!form) return not_then();
  if (auto status = unpack_status(form->status); !status.ok()) return status;
  return make(form->connection, form->local, form->remote);
}

absl::StatusOr<std::unique_ptr<StreamListener>> ReplayingStreamNetwork::listen(
    const Endpoint&, AcceptHandler accepted) {
  const auto number = next_listener_++;
  const auto then = script_.take_result(Kind::listening);
  const auto form = then ? unpack_form<Opened>(*then) : std::nullopt;
  if (!form) return not_then();
  if (auto status = unpack_status(form->status); !status.ok()) return status;
  auto kept = std::make_shared<AcceptHandler>(std::move(accepted));
  listeners_[number] = kept;
  return std::make_unique<ReplayingListener>(form->local, std::move(kept));
}

void ReplayingStreamNetwork::deliver(const StreamIn& in) {
  if (in.what == StreamHappened::accepted) {
    const auto accepted = listeners_[in.listener].lock();
    if (accepted) (*accepted)(make(in.connection, in.local, in.remote));
    return;
  }
  const auto ends = connections_[in.connection].lock();
  if (!ends) return;
  const auto handlers = ends->handlers;  // it may end the connection
  if (in.what == StreamHappened::connected) {
    ends->local = in.local;
    ends->remote = in.remote;
    if (handlers.connected) handlers.connected();
  } else if (in.what == StreamHappened::arrived) {
    if (handlers.arrived) handlers.arrived(in.octets);
  } else if (handlers.closed) {
    handlers.closed(unpack_status(in.octets));
  }
}

// ---- names and chance ----

void ReplayingDnsClient::ask(const DnsQuestion& question, Answer answer) {
  script_.expect_output(Kind::dns_asked, pack_form(DnsAsked{question.name, question.type}));
  asked_[next_++] = std::move(answer);
}

void ReplayingDnsClient::deliver(const DnsCame& came) {
  const auto found = asked_.find(came.question);
  if (found == asked_.end()) return;
  const auto answer = std::move(found->second);
  asked_.erase(found);
  answer(from_form(came));
}

std::uint64_t ReplayingRandom::next() {
  std::uint64_t number = 0;
  if (const auto then = script_.take_result(Kind::random)) {
    Unpacker unpack(*then);
    unpack(number);
  }
  return number;
}

}  // namespace offhook::sim::record

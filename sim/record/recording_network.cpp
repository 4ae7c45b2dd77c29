// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/recording_network.hpp"

#include <utility>

#include "sim/record/secrets.hpp"
#include "sim/record/wire_forms.hpp"

namespace offhook::sim::record {
namespace {

using namespace transport;

/// The owner's handlers: gone when the socket is, whatever is still put off.
struct SocketEnds {
  Network::DatagramHandler arrived;
  DatagramSocket::UnreachableHandler unreachable;
};

class RecordingSocket final : public DatagramSocket {
 public:
  RecordingSocket(std::unique_ptr<DatagramSocket> below, Recorder& recorder, std::uint32_t number,
                  std::shared_ptr<SocketEnds> ends)
      : below_(std::move(below)), recorder_(recorder), number_(number), ends_(std::move(ends)) {}
  ~RecordingSocket() override { *ends_ = {}; }
  RecordingSocket(const RecordingSocket&) = delete;
  RecordingSocket& operator=(const RecordingSocket&) = delete;

  [[nodiscard]] Endpoint local() const override { return below_->local(); }
  absl::Status send(const Endpoint& to, std::string_view octets) override {
    auto status = below_->send(to, octets);
    recorder_.note(Kind::sent, pack_form(DatagramOut{pack_status(status), number_, to,
                                                     without_digests(octets)}));
    return status;
  }
  void on_unreachable(UnreachableHandler handler) override {
    ends_->unreachable = std::move(handler);
    below_->on_unreachable([this, ends = ends_, number = number_](const Endpoint& to) {
      recorder_.when_it_comes(Kind::unreachable, pack_form(Unreachable{number, to}), [ends, to] {
        if (ends->unreachable) ends->unreachable(to);
      });
    });
  }

 private:
  std::unique_ptr<DatagramSocket> below_;
  Recorder& recorder_;
  std::uint32_t number_;
  std::shared_ptr<SocketEnds> ends_;
};

/// Calls a handler that may destroy what it belongs to.
template <class Handler, class... Arguments>
void call(const Handler& handler, const Arguments&... arguments) {
  if (const auto kept = handler) kept(arguments...);
}

class RecordingConnection final : public StreamConnection {
 public:
  RecordingConnection(std::unique_ptr<StreamConnection> below, Recorder& recorder,
                      std::uint8_t network, std::uint32_t number)
      : below_(std::move(below)), recorder_(recorder), network_(network), number_(number) {
    ends_->local = below_->local();
    ends_->remote = below_->remote();
  }
  ~RecordingConnection() override { ends_->handlers = {}; }
  RecordingConnection(const RecordingConnection&) = delete;
  RecordingConnection& operator=(const RecordingConnection&) = delete;

  void start(StreamHandlers handlers) override {
    ends_->handlers = std::move(handlers);
    below_->start(
        {[this] {
           const Endpoint local = below_->local(), remote = below_->remote();
           comes({network_, number_, StreamHappened::connected, local, remote, "", 0},
                 [ends = ends_, local, remote] {
                   ends->local = local;
                   ends->remote = remote;
                   call(ends->handlers.connected);
                 });
         },
         [this](std::string_view octets) {
           comes({network_, number_, StreamHappened::arrived, {}, {}, std::string(octets), 0},
                 [ends = ends_, octets = std::string(octets)] {
                   call(ends->handlers.arrived, std::string_view(octets));
                 });
         },
         [this](const absl::Status& why) {
           comes({network_, number_, StreamHappened::closed, {}, {}, pack_status(why), 0},
                 [ends = ends_, why] { call(ends->handlers.closed, why); });
         }});
  }
  [[nodiscard]] Endpoint local() const override { return ends_->local; }
  [[nodiscard]] Endpoint remote() const override { return ends_->remote; }
  absl::Status send(std::string_view octets) override {
    auto status = below_->send(octets);
    recorder_.note(Kind::stream_sent, pack_form(StreamOut{pack_status(status), network_, number_,
                                                          without_digests(octets), false}));
    return status;
  }
  [[nodiscard]] std::size_t unsent() const override {
    const std::uint64_t octets = below_->unsent();
    Packer pack;
    pack(octets);
    recorder_.note(Kind::unsent, pack.take());
    return octets;
  }
  void finish() override {
    recorder_.note(Kind::stream_sent, pack_form(StreamOut{pack_status(absl::OkStatus()), network_,
                                                          number_, "", true}));
    below_->finish();
  }

 private:
  struct Ends {
    StreamHandlers handlers;
    Endpoint local, remote;
  };
  void comes(StreamIn what, std::function<void()> deliver) {
    recorder_.when_it_comes(Kind::stream, pack_form(std::move(what)), std::move(deliver));
  }

  std::unique_ptr<StreamConnection> below_;
  Recorder& recorder_;
  std::uint8_t network_;
  std::uint32_t number_;
  std::shared_ptr<Ends> ends_ = std::make_shared<Ends>();
};

class RecordingListener final : public StreamListener {
 public:
  RecordingListener(std::unique_ptr<StreamListener> below,
                    std::shared_ptr<StreamNetwork::AcceptHandler> accepted)
      : below_(std::move(below)), accepted_(std::move(accepted)) {}
  ~RecordingListener() override { *accepted_ = nullptr; }
  RecordingListener(const RecordingListener&) = delete;
  RecordingListener& operator=(const RecordingListener&) = delete;
  [[nodiscard]] Endpoint local() const override { return below_->local(); }

 private:
  std::unique_ptr<StreamListener> below_;
  std::shared_ptr<StreamNetwork::AcceptHandler> accepted_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<DatagramSocket>> RecordingNetwork::bind(const Endpoint& local,
                                                                       DatagramHandler arrived) {
  return open([&](DatagramHandler handler) { return below_.bind(local, std::move(handler)); },
              std::move(arrived));
}

absl::StatusOr<std::unique_ptr<DatagramSocket>> RecordingNetwork::join(const IpAddress& local,
                                                                       const Endpoint& group,
                                                                       DatagramHandler arrived) {
  return open(
      [&](DatagramHandler handler) { return below_.join(local, group, std::move(handler)); },
      std::move(arrived));
}

absl::StatusOr<RecordingNetwork::Socket> RecordingNetwork::open(const Open& open_below,
                                                                DatagramHandler arrived) {
  const auto number = sockets_++;
  const auto ends = std::make_shared<SocketEnds>();
  ends->arrived = std::move(arrived);
  auto below = open_below([this, ends, number](std::string octets, const Endpoint& from) {
    auto body = pack_form(DatagramIn{number, from, octets});
    recorder_.when_it_comes(Kind::datagram, std::move(body),
                            [ends, octets = std::move(octets), from]() mutable {
                              if (const auto kept = ends->arrived) kept(std::move(octets), from);
                            });
  });
  recorder_.note(Kind::bound, pack_form(Opened{pack_status(below.status()),
                                               below.ok() ? (*below)->local() : Endpoint{}}));
  if (!below.ok()) return below.status();
  return std::make_unique<RecordingSocket>(*std::move(below), recorder_, number, ends);
}

absl::StatusOr<std::unique_ptr<StreamConnection>> RecordingStreamNetwork::connect(
    const StreamRoute& route) {
  auto below = below_.connect(route);
  const auto number = connections_++;
  Connecting form{pack_status(below.status()), number, {}, {}};
  if (below.ok()) {
    form.local = (*below)->local();
    form.remote = (*below)->remote();
  }
  recorder_.note(Kind::connected, pack_form(std::move(form)));
  if (!below.ok()) return below.status();
  return std::make_unique<RecordingConnection>(*std::move(below), recorder_, network_, number);
}

absl::StatusOr<std::unique_ptr<StreamListener>> RecordingStreamNetwork::listen(
    const Endpoint& local, AcceptHandler accepted) {
  const auto number = listeners_++;
  const auto kept = std::make_shared<AcceptHandler>(std::move(accepted));
  auto below =
      below_.listen(local, [this, kept, number](std::unique_ptr<StreamConnection> connection) {
        // A function must be copyable, so the connection waits in a box.
        const auto at = connections_++;
        const auto box = std::make_shared<std::unique_ptr<StreamConnection>>(
            std::make_unique<RecordingConnection>(std::move(connection), recorder_, network_, at));
        const StreamIn form{
            network_, at, StreamHappened::accepted, (*box)->local(), (*box)->remote(), "", number};
        recorder_.when_it_comes(Kind::stream, pack_form(form), [kept, box] {
          if (const auto handler = *kept) handler(std::move(*box));
        });
      });
  recorder_.note(Kind::listening, pack_form(Opened{pack_status(below.status()),
                                                   below.ok() ? (*below)->local() : Endpoint{}}));
  if (!below.ok()) return below.status();
  return std::make_unique<RecordingListener>(*std::move(below), kept);
}

void RecordingDnsClient::ask(const DnsQuestion& question, Answer answer) {
  recorder_.note(Kind::dns_asked, pack_form(DnsAsked{question.name, question.type}));
  const auto number = questions_++;
  below_.ask(question, [this, number, answer = std::move(answer)](const DnsReply& reply) {
    recorder_.when_it_comes(Kind::dns_answer, pack_form(to_form(number, reply)),
                            [answer, reply] { answer(reply); });
  });
}

std::uint64_t RecordingRandom::next() {
  const auto number = below_.next();
  Packer pack;
  pack(number);
  recorder_.note(Kind::random, pack.take());
  return number;
}

}  // namespace offhook::sim::record

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"

namespace offhook::sim {

/// A request as a phone would send it: RequestBuilder("REGISTER", "sip:sim.test").to("1001")….
class RequestBuilder {
 public:
  RequestBuilder(std::string method, const std::string& uri)
      : method_(std::move(method)), draft_(sip::Draft::request(method_, uri)) {
    draft_.append("Max-Forwards", "70");
    via("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKa1").from("1001").to("1002").call_id("call-1");
    cseq(1);
  }
  RequestBuilder& via(const std::string& value) { return set("Via", value); }
  RequestBuilder& from(const std::string& user) {
    return set("From", "<sip:" + user + "@sim.test>;tag=from1");
  }
  RequestBuilder& to(const std::string& user, const std::string& tag = "") {
    return set("To", "<sip:" + user + "@sim.test>" + (tag.empty() ? "" : ";tag=" + tag));
  }
  RequestBuilder& call_id(const std::string& id) { return set("Call-ID", id); }
  RequestBuilder& cseq(int number) { return set("CSeq", std::to_string(number) + " " + method_); }
  RequestBuilder& set(const std::string& name, const std::string& value) {
    draft_.set(name, value);
    return *this;
  }
  RequestBuilder& add(const std::string& name, const std::string& value) {
    draft_.append(name, value);
    return *this;
  }
  RequestBuilder& without(const std::string& name) {
    draft_.remove_all(name);
    return *this;
  }
  RequestBuilder& body(const std::string& type, const std::string& text) {
    draft_.body(type, text);
    return *this;
  }
  [[nodiscard]] sip::MessagePtr build() const { return draft_.build(); }

 private:
  std::string method_;
  sip::Draft draft_;
};

}  // namespace offhook::sim

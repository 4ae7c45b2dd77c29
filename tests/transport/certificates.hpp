// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace offhook::transport {

/// Certificates made on the spot, in a folder of their own that goes with it.
class Certificates {
 public:
  Certificates() {
    std::string path = (std::filesystem::temp_directory_path() / "offhook-tls-XXXXXX").string();
    folder_ = mkdtemp(path.data());
    authority_key_ = make_key();
    authority_ = make("offhook test CA", "", authority_key_);
    write("ca", authority_, authority_key_);
  }
  ~Certificates() {
    X509_free(authority_);
    EVP_PKEY_free(authority_key_);
    std::filesystem::remove_all(folder_);
  }
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  [[nodiscard]] std::string authority() const { return folder_ + "/ca.pem"; }
  /// Issues one and returns its file, key included. `names` as openssl writes them:
  /// "URI:sip:example.net,DNS:example.net"; "" has no subjectAltName.
  std::string issue(const std::string& common_name, const std::string& names) {
    EVP_PKEY* key = make_key();
    X509* certificate = make(common_name, names, key);
    const std::string file = "issued" + std::to_string(++issued_);
    write(file, certificate, key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return folder_ + "/" + file + ".pem";
  }

 private:
  static EVP_PKEY* make_key() { return EVP_EC_gen("P-256"); }

  X509* make(const std::string& common_name, const std::string& names, EVP_PKEY* key) {
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial_);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                               0);
    const bool is_root = authority_ == nullptr;
    X509_set_issuer_name(certificate, X509_get_subject_name(is_root ? certificate : authority_));
    if (is_root) extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
    if (!names.empty()) extend(certificate, NID_subject_alt_name, names);
    X509_sign(certificate, authority_key_, EVP_sha256());
    return certificate;
  }
  static void extend(X509* certificate, int what, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  void write(const std::string& name, X509* certificate, EVP_PKEY* key) {
    std::FILE* file = std::fopen((folder_ + "/" + name + ".pem").c_str(), "w");
    ASSERT_NE(file, nullptr);
    PEM_write_X509(file, certificate);
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
  }

  std::string folder_;
  EVP_PKEY* authority_key_ = nullptr;
  X509* authority_ = nullptr;
  long serial_ = 0;
  int issued_ = 0;
};

}  // namespace offhook::transport

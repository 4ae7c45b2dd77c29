# Every library the project uses, found once. Debian 12 package names are in ./setup.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(CAF REQUIRED)                                  # cmake/FindCAF.cmake
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(absl REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(SNDFILE REQUIRED IMPORTED_TARGET sndfile)
# oRTP's own CMake file names a target that Debian does not ship, so pkg-config it is.
pkg_check_modules(ORTP REQUIRED IMPORTED_TARGET ortp)
pkg_check_modules(BCTOOLBOX REQUIRED IMPORTED_TARGET bctoolbox)
pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(LDNS REQUIRED IMPORTED_TARGET ldns)
if(OFFHOOK_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()

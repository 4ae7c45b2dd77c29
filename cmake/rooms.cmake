# offhook_room(name [CAF] DEPS …): one folder, one static library, offhook::name. CAF marks rooms of
# actors. offhook_plugin, offhook_tests: the same idea.
option(OFFHOOK_TESTS "build the tests" ON)
option(OFFHOOK_WERROR "warnings are errors" OFF)
option(OFFHOOK_BENCH "build the measurements of tests/bench" OFF)
option(OFFHOOK_FUZZ "build the fuzz targets; needs clang" OFF)
set(OFFHOOK_SANITIZE "" CACHE STRING "sanitizers, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)

find_program(CCACHE ccache)
if(CCACHE)
  # The precompiled header makes ccache look at time stamps unless told not to.
  set(_launch env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
              CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1 CCACHE_DEPEND=1 ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${_launch})
  set(CMAKE_C_COMPILER_LAUNCHER ${_launch})
endif()

add_library(offhook_flags INTERFACE)
target_include_directories(offhook_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(
  offhook_flags INTERFACE -fPIC -Wall -Wextra -Wpedantic -Wshadow $<$<COMPILE_LANGUAGE:CXX>:-Wconversion>
                          $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess> $<$<BOOL:${OFFHOOK_WERROR}>:-Werror>
                          # Calls are resumed, and so are the actors of CAF.
                          $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-overloaded-virtual>)
if(OFFHOOK_SANITIZE)
  target_compile_options(offhook_flags INTERFACE -fsanitize=${OFFHOOK_SANITIZE}
                                                 -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(offhook_flags INTERFACE -fsanitize=${OFFHOOK_SANITIZE})
  target_compile_definitions(offhook_flags INTERFACE OFFHOOK_SANITIZED)
  # Instrumented code leads the flow analysis of GCC 12 astray inside the standard library; the plain
  # build keeps these warnings.
  target_compile_options(
    offhook_flags
    INTERFACE "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized;-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-restrict>")
endif()
if(OFFHOOK_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "OFFHOOK_FUZZ needs clang: cmake --preset fuzz")
  endif()
  target_compile_options(offhook_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# One precompiled header of cmake/pch for each kind of target: values, actors, and the tests of either.
# Fuzz builds do without: they show that every file names what it uses.
function(offhook_precompiled target kind)
  if(OFFHOOK_FUZZ)
    return()
  endif()
  if(NOT TARGET offhook_pch_${kind})
    file(WRITE ${CMAKE_BINARY_DIR}/pch_${kind}.cpp "// anchors the precompiled header\n")
    add_library(offhook_pch_${kind} OBJECT ${CMAKE_BINARY_DIR}/pch_${kind}.cpp)
    target_link_libraries(offhook_pch_${kind} PUBLIC offhook_flags absl::statusor Threads::Threads)
    if(kind MATCHES "actors")
      target_link_libraries(offhook_pch_${kind} PUBLIC CAF::core Boost::headers)
    endif()
    if(kind MATCHES "tests")
      target_link_libraries(offhook_pch_${kind} PUBLIC GTest::gtest)
    endif()
    target_precompile_headers(offhook_pch_${kind} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch/${kind}.hpp)
    set(launcher ${CMAKE_SOURCE_DIR}/cmake/make_pch ${CMAKE_CXX_COMPILER_LAUNCHER})
    set_target_properties(offhook_pch_${kind} PROPERTIES CXX_COMPILER_LAUNCHER "${launcher}")
  endif()
  target_precompile_headers(${target} REUSE_FROM offhook_pch_${kind})
endfunction()

function(offhook_room name)
  cmake_parse_arguments(ARG "CAF" "" "DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*/*.cpp)
  if(sources)
    add_library(offhook_${name} STATIC ${sources})
    target_link_libraries(offhook_${name} PUBLIC offhook_flags ${ARG_DEPS})
    if(ARG_CAF)
      target_link_libraries(offhook_${name} PUBLIC offhook_act)
      offhook_precompiled(offhook_${name} actors)
    else()
      offhook_precompiled(offhook_${name} values)
    endif()
  else()
    add_library(offhook_${name} INTERFACE)
    target_link_libraries(offhook_${name} INTERFACE offhook_flags ${ARG_DEPS})
  endif()
  add_library(offhook::${name} ALIAS offhook_${name})
endfunction()

# offhook_tests(name LABEL unit|actor|scenario [CAF] DEPS …): every *_test.cpp of tests/name, one program.
function(offhook_tests name)
  cmake_parse_arguments(ARG "CAF" "LABEL" "DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${name}/*_test.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name}_tests ${sources})
  target_link_libraries(${name}_tests PRIVATE offhook_flags GTest::gtest_main GTest::gmock ${ARG_DEPS})
  target_compile_definitions(${name}_tests PRIVATE OFFHOOK_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
                                                   OFFHOOK_PLUGIN_DIR="${CMAKE_BINARY_DIR}/plugins")
  if(ARG_CAF)
    target_link_libraries(${name}_tests PRIVATE offhook_act)
    offhook_precompiled(${name}_tests actors_tests)
  else()
    offhook_precompiled(${name}_tests values_tests)
  endif()
  if(ARG_LABEL MATCHES "unit|actor")
    add_dependencies(checked_units ${name}_tests)
  endif()
  if(OFFHOOK_SANITIZE)
    # A process for each test costs instrumented programs more than most of the tests do.
    foreach(share RANGE 1)
      add_test(NAME ${name}.${share} COMMAND ${name}_tests)
      set_tests_properties(${name}.${share} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 900
                           ENVIRONMENT "GTEST_TOTAL_SHARDS=2;GTEST_SHARD_INDEX=${share}")
    endforeach()
  else()
    gtest_discover_tests(${name}_tests TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST
                         PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 120)
  endif()
endfunction()

// What is said of a life that does not end as it should: it crashes, or it never comes to rest.
//
// A crash and a loop without an end leave the process no time to tell its seed; this does it for them.
#pragma once

#include <cstdint>

namespace holdfast::sim {

/// From now on a signal that ends the process says first whose life it was.
void listenForTheEnd();

/// The life of this seed begins, and may take twenty seconds of the processor's time: most take less than one
/// thousandth of one.
void beginLife(std::uint64_t seed);

}  // namespace holdfast::sim

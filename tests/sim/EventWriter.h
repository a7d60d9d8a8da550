// Events as bytes, as a host hands them in: the other side of src/codec/EventReader.h.
#pragma once

#include <string>

#include "holdfast/Event.h"

namespace holdfast::sim {

[[nodiscard]] std::string encodeEvent(const Event& event);

}  // namespace holdfast::sim

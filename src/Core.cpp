#include "holdfast/Core.h"

#include <utility>

#include "Coordinator.h"

namespace holdfast {

Core::Core(Config config) : coordinator_(std::make_unique<Coordinator>(std::move(config))) {}
Core::~Core() = default;
Core::Core(Core&&) noexcept = default;
Core& Core::operator=(Core&&) noexcept = default;

std::optional<Error> Core::handle(Event event, Time now) { return coordinator_->handle(event, now); }
std::optional<Effect> Core::nextEffect() { return coordinator_->nextEffect(); }
bool Core::hasEffects() const { return coordinator_->hasEffects(); }
std::optional<Time> Core::nextDeadline() const { return coordinator_->nextDeadline(); }

}  // namespace holdfast

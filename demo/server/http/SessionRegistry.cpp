#include "http/SessionRegistry.h"

#include "http/HttpSession.h"

namespace holdfast::server {

void SessionRegistry::stopAll() {
  for (HttpSession* session : sessions_) session->stop();
}

}  // namespace holdfast::server

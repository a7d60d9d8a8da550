// The coroutine type of the server: what takes time is awaited on the one I/O thread.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace holdfast::server {

template <typename T>
using Awaitable = boost::asio::awaitable<T>;

}  // namespace holdfast::server

//! The data plane from outside: sockets on loopback, worlds from text, a clock that the tests move.

#[cfg(test)]
mod cache;
#[cfg(test)]
mod client;
#[cfg(test)]
mod edge;
#[cfg(test)]
mod health;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod http1;
#[cfg(test)]
mod origin;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod upstream;
#[cfg(test)]
mod vantage;

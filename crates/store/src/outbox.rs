//! Mail that waits to be delivered, written in the transaction of the change that it tells of.

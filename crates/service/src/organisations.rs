//! Setting up an organisation and looking after its people.

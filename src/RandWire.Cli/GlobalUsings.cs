global using AtomicFile = RandWire.Training.AtomicFile;

package a

const maxPooledBuf = 1 << 10

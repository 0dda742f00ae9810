/** Pictures of released results: the same drawing in the portal and in the files of the command line. */
export {}

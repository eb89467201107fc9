package main

import "context"

func (s *service) identify(ctx context.Context) (err error) {
	s.config.Keys, err = s.openKeys(ctx)
	return err
}
